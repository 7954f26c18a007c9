package org.vitrina.kernel.page;

import java.util.function.Supplier;

/// Reads what stands between `\begin` and `\end`: matrices, cases, aligned equations.
///
/// @param in   the formula, at what follows `\begin{...}`
/// @param cell reads one cell
record TexTable(TexScanner in, Supplier<String> cell) {
    String environment(String name) {
        String kind = name.endsWith("*") ? name.substring(0, name.length() - 1) : name;
        if (kind.equals("array")) {
            in.text();
        }
        String rows = rows(kind);
        String ended = in.text();
        if (!ended.equals(name)) {
            throw new TexException("\\begin{" + name + "} is ended by \\end{" + ended + "}");
        }
        return switch (kind) {
            case "pmatrix" -> fenced("(", rows, ")");
            case "bmatrix" -> fenced("[", rows, "]");
            case "Bmatrix" -> fenced("{", rows, "}");
            case "vmatrix" -> fenced("|", rows, "|");
            case "Vmatrix" -> fenced("‖", rows, "‖");
            case "cases" -> fenced("{", rows, "");
            case "matrix",
                    "smallmatrix",
                    "array",
                    "aligned",
                    "align",
                    "alignat",
                    "split",
                    "gather",
                    "gathered",
                    "equation",
                    "eqnarray" -> rows;
            default -> throw new TexException("\\begin{" + name + "} is not known");
        };
    }

    private String rows(String kind) {
        boolean equations = kind.startsWith("align") || kind.equals("split") || kind.equals("eqnarray");
        var table = new StringBuilder(equations ? "<mtable displaystyle=\"true\"><mtr>" : "<mtable><mtr>");
        int column = 0;
        while (true) {
            String style = equations
                    ? (column % 2 == 0 ? "text-align:right;padding-right:0" : "text-align:left;padding-left:0")
                    : kind.equals("cases") ? "text-align:left" : "";
            table.append(style.isEmpty() ? "<mtd>" : "<mtd style=\"" + style + "\">")
                    .append(cell.get())
                    .append("</mtd>");
            column++;
            if (in.skip("\\\\") || in.skip("\\cr")) {
                table.append("</mtr><mtr>");
                column = 0;
            } else if (!in.skip("&")) {
                in.expect("\\end");
                return table.append("</mtr></mtable>").toString();
            }
        }
    }

    private static String fenced(String left, String inside, String right) {
        return "<mrow><mo fence=\"true\">" + left + "</mo>" + inside + "<mo fence=\"true\">" + right + "</mo></mrow>";
    }
}
