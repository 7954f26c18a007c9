package org.vitrina.kernel;

import java.util.Optional;

/// A sentence for beginners about the compile errors that beginners meet most.
final class CompileHelp {
    private CompileHelp() {}

    /// @param code    javac's key of the message, such as `compiler.err.missing.ret.stmt`
    /// @param message javac's words
    static Optional<String> of(String code, String message) {
        return Optional.ofNullable(sentence(code.replaceFirst("^compiler\\.err\\.", ""), message));
    }

    private static String sentence(String code, String message) {
        return switch (code) {
            case "prob.found.req" -> incompatible(message);
            case "cant.resolve.location", "cant.resolve" ->
                message.contains("class")
                        ? "A type must be declared in a cell or imported before it is used."
                        : "A variable must be declared before it is used, with its type or var: var name = value;";
            case "cant.resolve.location.args", "cant.resolve.args" ->
                "Look at the method's name and at what is given in its parentheses.";
            case "expected", "expected2", "expected3", "expected4" ->
                message.startsWith("';'") ? "A statement ends with a semicolon." : null;
            case "unclosed.str.lit" ->
                "A text begins and ends with \" on one line; for several lines use three: \"\"\".";
            case "unclosed.char.lit", "illegal.char" ->
                "A single character stands in ' ', a text in \" \"; typographic quotes do not work.";
            case "var.might.not.have.been.initialized" -> "Give the variable a value before it is read.";
            case "missing.ret.stmt" ->
                "A method with a result must reach a return on every path; declare it void if it has none.";
            case "unreported.exception.need.to.catch.or.throw" ->
                "Put the call in try { … } catch (…) { … }, or add 'throws' to the method around it.";
            case "cant.apply.symbol", "cant.apply.symbols", "cant.apply.diamond.1" ->
                "The values in parentheses must fit the parameters in number, order and type.";
            case "not.stmt" -> "An expression alone does nothing here: assign it, print it or call a method.";
            case "illegal.start.of.expr", "illegal.start.of.type" ->
                "Something is missing or left over just before this place.";
            case "operator.cant.be.applied.1", "operator.cant.be.applied" ->
                "Look at the types on both sides; texts are compared with equals.";
            case "incomparable.types" -> "Values of these two types can never be the same.";
            case "already.defined" -> "Choose another name, or leave out the type to give the old one a new value.";
            case "not.exhaustive", "not.exhaustive.statement" ->
                "The switch must have a case for every possible value; add those that are missing.";
            case "does.not.override.abstract" -> "Write the missing method, or declare the class abstract.";
            case "cant.ref.non.effectively.final.var", "local.variables.referenced.from" ->
                "A lambda may only use local variables that never change; copy the value into a new one.";
            case "unreachable.stmt" -> "A statement before it never lets the program come here.";
            case "else.without.if" -> "Look for a ; or a } too many before this else.";
            case "doesnt.exist" ->
                "Look at the package's name; what is not in the JDK needs %maven or %classpath first.";
            case "void.not.allowed.here", "illegal.initializer.for.type" ->
                "This method returns nothing, so there is no value to use.";
            case "int.number.too.large" -> "Whole numbers above 2147483647 need an L at the end and the type long.";
            case "report.access" -> "It is private to its class; look for a method that gives it.";
            case "array.req.but.found" -> "Only arrays are read with [ ]; a list is read with get(i).";
            case "premature.eof" -> "A bracket is missing at the end.";
            default -> null;
        };
    }

    private static String incompatible(String message) {
        if (message.contains("possible lossy conversion")) {
            String target = message.replaceFirst("(?s).* to ([\\w.]+).*", "$1");
            return "The value could lose digits; if that is meant, write (" + target + ") before it.";
        }
        if (message.contains("String cannot be converted to int")) {
            return "A text in quotes is a String; Integer.parseInt turns it into a number.";
        }
        if (message.contains("cannot be converted to String")) {
            return "String.valueOf(…) turns any value into a text.";
        }
        if (message.contains("to boolean")) {
            return "A condition is true or false; to compare, write == and not =.";
        }
        return message.contains("cannot be converted") ? "The value's type does not fit where it is used." : null;
    }
}
