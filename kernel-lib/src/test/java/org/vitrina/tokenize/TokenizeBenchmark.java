package org.vitrina.tokenize;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.IntArrayList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.vitrina.file.TokenizerFile;

/// Measures training against the straight implementation, and encoding against jtokkit.
///
/// Run [#main] with JMH's options, such as `Encoding -f 1`. The text is the file in the system property
/// `text` (English of some megabytes is best), or made up where there is none.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "--add-modules", "jdk.incubator.vector"})
public class TokenizeBenchmark {
    public static void main(String[] arguments) throws Exception {
        new Runner(new CommandLineOptions(arguments)).run();
    }

    @State(Scope.Benchmark)
    public static class Training {
        @Param({"20000", "5000000"})
        int characters;

        @Param({"512", "4096"})
        int vocabulary;

        String text;

        @Setup
        public void read() throws IOException {
            text = text(characters);
        }
    }

    @Benchmark
    public BpeTokenizer train(Training training) {
        return BpeTokenizer.train(training.text, training.vocabulary);
    }

    @Benchmark
    public StraightBpe trainStraight(Training training) {
        return new StraightBpe(SplitPattern.GPT2.split(training.text), training.vocabulary, 2);
    }

    @State(Scope.Benchmark)
    public static class Encode {
        @Param({"r50k", "cl100k", "o200k"})
        String vocabulary;

        String text;
        BpeTokenizer ours;
        Encoding jtokkit;

        @Setup
        public void read() throws IOException {
            text = text(1_000_000);
            ours = BpeTokenizer.published(vocabulary);
            jtokkit = Encodings.newLazyEncodingRegistry()
                    .getEncoding(Published.named(vocabulary).type());
        }
    }

    @Benchmark
    public int[] encode(Encode encode) {
        return encode.ours.encode(encode.text);
    }

    @Benchmark
    public IntArrayList encodeJtokkit(Encode encode) {
        return encode.jtokkit.encodeOrdinary(encode.text);
    }

    @State(Scope.Benchmark)
    public static class EncodeModel {
        String text;
        Tokenizer model;

        @Setup
        public void read() throws IOException {
            text = text(1_000_000);
            model = TokenizerFile.open(Path.of(System.getProperty("model")));
        }
    }

    /// The tokenizer of the model file or `tokenizer.json` in the system property `model`.
    @Benchmark
    public int[] encodeModel(EncodeModel encode) {
        return encode.model.encode(encode.text);
    }

    private static String text(int characters) throws IOException {
        String file = System.getProperty("text");
        var text = new StringBuilder(file == null ? madeUp() : Files.readString(Path.of(file)));
        while (text.length() < characters) {
            text.append('\n').append(text);
        }
        return text.substring(0, characters);
    }

    /// Returns words of random letters, of which a few are frequent and most rare.
    private static String madeUp() {
        var random = new Random(1);
        var words = new String[20_000];
        for (int i = 0; i < words.length; i++) {
            var word = new StringBuilder();
            for (int n = 1 + random.nextInt(9); n > 0; n--) {
                word.append("etaoinshrdlucmfwygpbvkqjxz".charAt((int) (26 * Math.pow(random.nextDouble(), 2))));
            }
            words[i] = word.toString();
        }
        var text = new StringBuilder();
        while (text.length() < 5_000_000) {
            text.append(words[(int) (words.length * Math.pow(random.nextDouble(), 6))])
                    .append(' ');
        }
        return text.toString();
    }
}
