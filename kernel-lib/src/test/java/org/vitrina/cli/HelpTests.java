package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

@DisplayName("The help of each command")
class HelpTests {
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^ +(?:\\./)?vitrina (.+?)(?: {2,}#.*| [<|] .*)?$");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    static Stream<String> commands() {
        return below(line(), "").stream();
    }

    private static List<String> below(CommandLine command, String path) {
        var found = new ArrayList<>(List.of(path.strip()));
        command.getSubcommands().forEach((name, sub) -> found.addAll(below(sub, path + " " + name)));
        return found;
    }

    private static CommandLine line() {
        return Vitrina.commandLine(CapturedTerminal.redirected().withInput(new byte[0]));
    }

    private static CommandLine at(String path) {
        CommandLine command = line();
        for (String name : path.isEmpty() ? new String[0] : path.split(" ")) {
            command = command.getSubcommands().get(name);
        }
        return command;
    }

    @ParameterizedTest(name = "vitrina {0}")
    @MethodSource("commands")
    @DisplayName("has no percent sign that the formatter takes for its own")
    void percents(String path) {
        // picocli prints a text that it cannot format as it is, with a warning
        CommandLine command = at(path);
        var usage = command.getCommandSpec().usageMessage();
        for (String[] texts : List.of(usage.footer(), usage.description(), usage.header())) {
            for (String text : texts) assertDoesNotThrow(() -> text.formatted(), text);
        }
        command.getCommandSpec()
                .options()
                .forEach(option -> Stream.of(option.description())
                        .forEach(text -> assertDoesNotThrow(() -> text.formatted(), text)));
    }

    @ParameterizedTest(name = "vitrina {0}")
    @MethodSource("commands")
    @DisplayName("gives examples that are calls of that command")
    void examples(String path) {
        String footer = String.join(
                        "\n", at(path).getCommandSpec().usageMessage().footer())
                // a call may go on in the next line, as in a shell
                .replaceAll("\\\\\\R +", "");
        for (MatchResult example : EXAMPLE.matcher(footer.formatted()).results().toList()) {
            String[] words = WORD.matcher(example.group(1))
                    .results()
                    .map(word -> word.group(1) != null
                            ? word.group(1)
                            : word.group(2) != null ? word.group(2) : word.group(3))
                    .toArray(String[]::new);
            assertDoesNotThrow(() -> line().parseArgs(words), example.group());
        }
    }
}
