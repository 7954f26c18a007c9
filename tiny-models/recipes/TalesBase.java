import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.vitrina.quantize.Formats;
import org.vitrina.tensor.Workers;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.SplitPattern;
import org.vitrina.train.AdamW;
import org.vitrina.train.Schedule;
import org.vitrina.train.TokenStream;
import org.vitrina.train.Trainable;
import org.vitrina.train.Trainer;
import org.vitrina.transformer.Config;
import org.vitrina.transformer.ModelWriter;
import org.vitrina.world.Language;
import org.vitrina.world.Split;
import org.vitrina.world.Tale;

/// Trains `tales-base`: a language model of the tiny world's tales, English and Spanish in turn.
///
/// Arguments: the folder for checkpoints, and the file to write. A training that was broken off goes on from its last
/// checkpoint.
public class TalesBase {
    static final String END = "<|endoftext|>";
    static final int TALES = 24_000;
    static final int VOCABULARY = 1024;
    static final int CONTEXT = 256;
    static final int STEPS = Integer.getInteger("steps", 1000);

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        String training = text(Split.TRAINING, 0, TALES);
        String validation = text(Split.VALIDATION, TALES, TALES + 8_000);
        BpeTokenizer tokenizer = BpeTokenizer.train(
                training.substring(0, 4_000_000),
                VOCABULARY,
                BpeOptions.DEFAULT
                        .withName("tales")
                        .withNormalization()
                        .withSplit(SplitPattern.GPT2)
                        .withSpecialTokens(END));
        int[] ids = tokenizer.encode(training, java.util.Set.of(END));
        int[] unseen = tokenizer.encode(validation, java.util.Set.of(END));
        double bytesPerToken = validation.replace(END, "").getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                / (double) unseen.length;
        System.out.printf(Locale.ROOT, "%,d tokens to learn from, %.2f bytes each%n", ids.length, bytesPerToken);

        var model = Trainable.random(Config.llama(tokenizer.vocabularySize(), CONTEXT, 128, 4, 4, 2, 352), 1);
        var trainer = new Trainer(
                model,
                new TokenStream(ids, 16, CONTEXT, 1),
                new Trainer.Plan(STEPS, new Schedule.Cosine(4e-3f, 2e-4f, 100), AdamW.Settings.COMMON, 1),
                Workers.of(Integer.getInteger("threads", 2)));
        var measured = new TokenStream(unseen, 16, CONTEXT, 1).inOrder();
        Path checkpoint = folder.resolve("training.gguf");
        if (Files.exists(checkpoint)) trainer.resume(checkpoint);
        System.out.printf(Locale.ROOT, "%,d parameters, from step %d%n", model.size(), trainer.done());
        while (trainer.done() < STEPS) {
            var step = trainer.step();
            if (step.step() % 20 == 0) {
                System.out.printf(
                        Locale.ROOT, "step %d loss %.4f norm %.2f %,.0f tokens/s%n",
                        step.step(), step.loss(), step.gradientNorm(), step.tokens() / step.seconds());
            }
            if (step.step() % 100 == 0 || step.step() == STEPS) {
                trainer.save(checkpoint);
                double loss = trainer.evaluate(measured[0], measured[1], measured[2], measured[3]);
                System.out.printf(
                        Locale.ROOT, "step %d validation %.4f nats, %.4f bits per byte%n",
                        step.step(), loss, loss / Math.log(2) / bytesPerToken);
                var shown = model.model("tales-base", tokenizer);
                ModelWriter.of(shown)
                        .text("general.license", "cc0-1.0")
                        .text("general.description", "A language model of the tales of Vitrina's tiny world")
                        .write(Path.of(args[1]), Formats.F16, END);
            }
        }
    }

    /// Returns tales of one part of the data, English and Spanish in turn, each with its end.
    static String text(Split split, int from, int to) {
        var text = new StringBuilder();
        IntStream.range(from, to)
                .mapToObj(seed -> Tale.of(seed, seed % 2 == 0 ? Language.ENGLISH : Language.SPANISH))
                .filter(tale -> tale.split() == split)
                .forEach(tale -> text.append(tale.text()).append(END));
        return text.toString();
    }
}
