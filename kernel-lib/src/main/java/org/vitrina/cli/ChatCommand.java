package org.vitrina.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.generate.Conversation;
import org.vitrina.generate.Generation;
import org.vitrina.generate.GenerationStopped;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Sampling;
import org.vitrina.transformer.Model;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `vitrina chat`: a conversation, a line at a time.
@Command(
        name = "chat",
        description = "Talks with a model that was tuned to converse.",
        sortOptions = false,
        footer = {
            "",
            ChatCommand.HELP,
            "",
            "Examples:",
            "  vitrina chat --model smollm2-135m-instruct",
            "  echo 'What is a token?' | vitrina chat --model smollm2-135m-instruct --greedy"
        })
final class ChatCommand implements Callable<Integer> {
    static final String HELP = """
            Each line is a message. Ctrl-C stops an answer, or the program where there is none.
            /system TEXT  begins anew, and tells the model this before the conversation
            /reset        begins anew
            /tokens       shows the conversation as the model reads it
            /exit         ends, as Ctrl-D does""";

    @Mixin
    private ModelOptions model;

    @Option(names = "--system", paramLabel = "TEXT", description = "Tell the model this before the conversation.")
    private String system = "";

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description = "Write messages by the template in this file, in place of the one in the model's.")
    private Path template;

    @Option(
            names = {"-n", "--max-tokens"},
            paramLabel = "N",
            description = "How many tokens an answer shall have at most. Default: 512.")
    private int maxTokens = 512;

    @Mixin
    private SamplingOptions sampling;

    @Option(names = "--show-speed", description = "Tell after each answer how fast it came.")
    private boolean showSpeed;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Vitrina vitrina;

    @Override
    public Integer call() throws IOException {
        Sampling chain = sampling.sampling();
        try (Model opened = model.open();
                var interrupts = new AnswerInterrupts()) {
            Conversation conversation = Conversation.with(template(opened), generator(opened, chain))
                    .system(system);
            var in = new BufferedReader(new InputStreamReader(vitrina.terminal.in(), StandardCharsets.UTF_8));
            if (vitrina.terminal.asks()) err().println(opened.name() + "; /help tells what can be typed");
            for (String line = next(in); line != null; line = next(in)) {
                String said = line.strip();
                if (said.equals("/exit")) break;
                if (said.startsWith("/")) command(conversation, said);
                else if (!said.isEmpty()) answer(conversation, said, interrupts);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private ChatTemplate template(Model opened) throws IOException {
        return template == null ? ChatTemplate.of(opened.metadata()) : ChatTemplate.of(TextInput.file(template));
    }

    private Generator generator(Model opened, Sampling chain) {
        try {
            return Generator.of(opened).sampling(chain).maxTokens(maxTokens).alternatives(0);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private String next(BufferedReader in) throws IOException {
        if (vitrina.terminal.asks()) {
            err().print("> ");
            err().flush();
        }
        return in.readLine();
    }

    private void answer(Conversation conversation, String said, AnswerInterrupts interrupts) {
        try {
            Generation answer = interrupts.during(() -> conversation.say(said, this::write));
            out().println();
            if (showSpeed) err().println(answer.summary());
        } catch (GenerationStopped stopped) {
            out().println();
            err().println("(stopped)");
        } catch (IllegalArgumentException cannot) {
            err().println(cannot.getMessage() + "; /reset begins anew");
        }
        out().println();
    }

    private void write(String piece) {
        out().print(SafeText.of(piece));
        out().flush();
    }

    private void command(Conversation conversation, String said) {
        String[] words = said.split("\\s+", 2);
        switch (words[0]) {
            case "/reset" -> conversation.reset();
            case "/system" -> conversation.system(words.length > 1 ? words[1] : "");
            case "/tokens" -> out().println(conversation.tokens().text());
            case "/help" -> out().println(HELP);
            default -> err().println("there is no command " + SafeText.of(words[0]) + "; /help tells those there are");
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
