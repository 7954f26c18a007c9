package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.evaluate.ModelAssertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.evaluate.Agreement;
import org.vitrina.evaluate.Answerer;
import org.vitrina.evaluate.PromptCase;
import org.vitrina.evaluate.RegressionGate;
import org.vitrina.evaluate.Trials;
import org.vitrina.evaluate.Verdict;
import org.vitrina.evaluate.junit.EvaluationReport;
import org.vitrina.evaluate.junit.PromptFile;
import org.vitrina.evaluate.junit.PromptRun;
import org.vitrina.evaluate.junit.RepeatedPrompt;
import org.vitrina.file.Gguf;
import org.vitrina.file.ModelQuantizer;
import org.vitrina.file.QuantizationPlan;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Sampling;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;
import org.vitrina.tensor.Workers;
import org.vitrina.transformer.Model;

/// The gate that shipped models have to pass. What is good enough is measured by comparison (the quantized model with
/// the shipped one, the tuned one with what it was tuned from), so that it holds for models that were trained again.
@EvaluationReport
@Execution(ExecutionMode.SAME_THREAD)
@DisplayName("The shipped models are good enough")
class ShippedModelsGateTests {
    private static final String[] TEXTS = {
        "One day Ana was in the garden. She had a red ball. Ana went to the kitchen.",
        "Un día Leo estaba en el parque. Tenía un libro azul. Leo fue a la playa."
    };

    private static List<String> tales(int count) {
        return Stream.iterate(0L, seed -> seed + 1)
                .limit(count)
                .map(seed -> TaleQuestions.tale(Split.TEST, seed).text())
                .toList();
    }

    private static List<PromptCase> questions(int count) {
        return Stream.of(Language.values())
                .flatMap(language -> TaleCase.of(Split.TEST, language, count / 2, 6).stream())
                .map(TaleCase::promptCase)
                .toList();
    }

    private static Model quantized(String name, Format format, Path folder) throws IOException {
        Path file = folder.resolve(name + "-" + format.name() + ".gguf");
        try (var shipped = Gguf.open(TinyModels.file(name))) {
            ModelQuantizer.write(shipped, QuantizationPlan.to(format), file, Workers.all());
        }
        return Model.open(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tales-base", "tales-chat", "tales-feedback"})
    @DisplayName("as models: causal, the same with a cache as without one, and beside other texts")
    void properties(String name) throws IOException {
        try (Model model = Model.open(TinyModels.file(name))) {
            assertThat(model)
                    .isCausal(TEXTS[0])
                    .readsTheSameInPieces(TEXTS[1])
                    .forgetsWhatIsTakenBack(TEXTS[0], TEXTS[1])
                    .isBatchInvariant(TEXTS)
                    .keepsTexts(TEXTS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tales-base", "tales-chat", "tales-feedback"})
    @DisplayName("in 8 bits: Q8_0 diverges from what is shipped by less than a tenth of what Q4_0 does")
    void formats(String name, @TempDir Path folder) throws IOException {
        List<String> tales = tales(6);
        try (Model shipped = Model.open(TinyModels.file(name));
                Model eight = quantized(name, Formats.Q8_0, folder);
                Model four = quantized(name, Formats.Q4_0, folder)) {
            double divergence = Agreement.between(shipped, four, tales).divergence();
            assertTrue(divergence > 0, "Q4_0 loses something, or nothing is compared");
            assertThat(eight).agreesWith(shipped).on(tales).withDivergenceAtMost(divergence / 10);
        }
    }

    @Test
    @DisplayName("in 8 bits: Q8_0 of tales-chat answers at most five points worse than tales-chat")
    void quantizedAnswers(@TempDir Path folder) throws IOException {
        try (Model shipped = Model.open(TinyModels.file("tales-chat"));
                Model eight = quantized("tales-chat", Formats.Q8_0, folder)) {
            RegressionGate.compare(Answerer.of(shipped), Answerer.of(eight), questions(140), 0.05)
                    .assertGoodEnough();
        }
    }

    @Test
    @DisplayName("and the gate can close: tales-base in the place of tales-chat is refused")
    void closes() {
        var gate = RegressionGate.compare(
                Answerer.of(TinyModels.talesChat()), Answerer.of(TinyModels.talesBase()), questions(60), 0.05);
        assertEquals(Verdict.BROKEN, gate.verdict(), gate::toString);
        String refused =
                assertThrows(AssertionError.class, gate::assertGoodEnough).getMessage();
        assertTrue(refused.endsWith("allowed are 5.0: not good enough"), refused);
    }

    @Test
    @DisplayName("after tuning: tales-chat answers more than the base model that it was tuned from")
    void tuned() {
        List<PromptCase> questions = questions(60);
        var before = Trials.of(Answerer.of(TinyModels.talesBase()), questions, 0);
        var after = Trials.of(Answerer.of(TinyModels.talesChat()), questions, 0);
        var paired = before.against(after);
        assertTrue(paired.difference() > 0 && paired.pValue() < 0.01, paired::toString);
    }

    @RepeatedPrompt(times = 30, atLeast = 0.8)
    @DisplayName("when it draws its words: tales-base begins a sentence of its world with somebody of it")
    void tellsOfSomebody(PromptRun run) {
        String said = Generator.of(TinyModels.talesBase())
                .sampling(Sampling.plain().temperature(0.8).seed(run.seed()))
                .maxTokens(40)
                .alternatives(0)
                .text(TEXTS[0]);
        assertTrue(
                Stream.of(Person.values()).anyMatch(person -> said.contains(person.title())),
                () -> "nobody of the world is in '" + said + "'");
    }

    @ParameterizedTest(name = "{0}")
    @PromptFile("gate.jsonl")
    @DisplayName("in a conversation: what one sentence says is known")
    void knows(PromptCase question) {
        assertThat(TinyModels.talesChat()).passes(question);
    }
}
