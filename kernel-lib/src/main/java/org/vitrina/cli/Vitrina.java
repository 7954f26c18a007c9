package org.vitrina.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.vitrina.show.Progress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line's beginning: finds the subcommand, and says in one line what went wrong.
///
/// Exit codes: 0, it was done; 1, it could not be done; 2, the call itself was wrong; 130, it was
/// interrupted.
@Command(
        name = "vitrina",
        description = "A language model behind glass: runs every stage, shows every step.",
        mixinStandardHelpOptions = true,
        versionProvider = Vitrina.Version.class,
        scope = ScopeType.INHERIT,
        subcommands = {
            RunCommand.class,
            LabCommand.class,
            InstallCommand.class,
            UninstallCommand.class,
            KernelCommand.class,
            TokenizeCommand.class,
            ModelCommand.class,
            ConvertCommand.class,
            GenerateCommand.class,
            ChatCommand.class,
            TrainCommand.class,
            QuantizeCommand.class,
            SweepCommand.class,
            LogitsCommand.class,
            PerplexityCommand.class,
            BenchCommand.class,
            ContextCommand.class,
            ArenaCommand.class,
            TestCommand.class,
            DoctorCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
public final class Vitrina implements Runnable {
    final Terminal terminal;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "With an error, also show where in the program it arose.")
    boolean debug;

    Vitrina(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Runs the command that `arguments` name and ends the JVM with its exit code.
    public static void main(String[] arguments) {
        int code = commandLine(Terminal.ofProcess()).execute(arguments);
        System.out.flush();
        System.err.flush();
        // interrupted cells may have left threads behind, so this does not wait for them
        Runtime.getRuntime().exit(code);
    }

    /// Returns the command line on these streams; `execute` returns the exit code.
    static CommandLine commandLine(Terminal terminal) {
        var vitrina = new Vitrina(terminal);
        var line = new CommandLine(vitrina);
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
        line.setUsageHelpWidth(Math.clamp(terminal.columns(), 60, 110));
        line.setUsageHelpAutoWidth(false);
        line.setParameterExceptionHandler(Vitrina::wrongCall);
        line.setExecutionExceptionHandler(vitrina::failed);
        line.setExecutionStrategy(parsed -> vitrina.execute(parsed));
        return line;
    }

    private int execute(ParseResult parsed) {
        try {
            return Progress.with(new TerminalProgress(terminal), () -> new CommandLine.RunLast().execute(parsed));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("picocli wraps what a command throws, so this cannot come here", e);
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int wrongCall(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        String message = message(e);
        err.println(red(command, name + ": ") + message);
        List<String> similar =
                e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        if (!similar.isEmpty()) err.println("  did you mean: " + similar.getFirst() + "?");
        err.println("  see: ./" + name + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    /// Puts picocli's message into one line, and into words that do not count arguments from 0.
    private static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            if (unmatched.isUnknownOption()) return "there is no option " + first;
            if (e.getCommandLine().getParent() == null) return "there is no command '" + first + "'";
            return "'%s' is one argument too many; a text with spaces needs quotes around it".formatted(first);
        }
        return e.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private int failed(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println(red(command, command.getCommandSpec().qualifiedName() + ": ") + Failure.message(e));
        if (debug || System.getenv("VITRINA_DEBUG") != null) e.printStackTrace(err);
        return e instanceof CancellationException ? 130 : CommandLine.ExitCode.SOFTWARE;
    }

    private static String red(CommandLine command, String text) {
        return command.getColorScheme().errorText(text).toString();
    }

    /// Says which Vitrina this is and what it runs on.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Vitrina.class.getPackage().getImplementationVersion();
            return new String[] {
                "vitrina " + (version == null ? "from a class folder" : version),
                "on Java %s (%s), %s %s"
                        .formatted(
                                Runtime.version(),
                                System.getProperty("java.vendor"),
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"))
            };
        }
    }
}
