package org.vitrina.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.Message;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Reading;
import org.vitrina.generate.Sampling;
import org.vitrina.show.Progress;
import org.vitrina.transformer.LanguageModel;

/// Attacks a model by what it is given to read, many times, and counts how often it works: an attack
/// rate with its interval, and beside it how often the model is right, as a defence that makes it
/// useless is none ([Greshake et al. 2023](https://arxiv.org/abs/2302.12173); [OWASP
/// LLM01:2025](https://genai.owasp.org/llmrisk/llm01-prompt-injection/)).
///
/// ```java
/// Injection.of(model, template).measure(cases, List.of(attack), List.of(Defence.none(), Defence.sandwich()))
/// ```
public final class Injection {
    private static final int MAX_TOKENS = 24;

    private final LanguageModel model;
    private final ChatTemplate template;
    private final int maxTokens;

    private Injection(LanguageModel model, ChatTemplate template, int maxTokens) {
        this.model = Objects.requireNonNull(model, "model");
        this.template = Objects.requireNonNull(template, "template").with(model.tokenizer());
        this.maxTokens = maxTokens;
    }

    /// Returns an injection lab for a model that is asked through a chat template. It answers with the
    /// likeliest tokens, up to 24 of them.
    public static Injection of(LanguageModel model, ChatTemplate template) {
        return new Injection(model, template, MAX_TOKENS);
    }

    /// @param most how many tokens an answer may have
    public Injection maxTokens(int most) {
        return new Injection(model, template, most);
    }

    /// Returns the messages that the model gets.
    public List<Message> messages(InjectionCase attacked, Attack attack, Defence defence) {
        var messages = new ArrayList<Message>();
        if (!defence.system().isEmpty()) {
            messages.add(Message.system(defence.system()));
        }
        messages.add(Message.user(defence.message(attack.document(attacked), attack.question(attacked))));
        return messages;
    }

    /// Returns the tokens that the model reads. What a message holds is text, whatever it looks like,
    /// but for a defence that trusts markers.
    public int[] ids(InjectionCase attacked, Attack attack, Defence defence) {
        List<Message> messages = messages(attacked, attack, defence);
        if (!defence.isMarkersTrusted()) {
            return template.encode(messages, true, model.tokenizer()).ids();
        }
        var special = model.tokenizer().specialTokens().keySet();
        return model.tokenizer().encode(template.render(messages, true), special);
    }

    /// Returns what the model answers.
    public String answer(InjectionCase attacked, Attack attack, Defence defence) {
        return answer(new Reading(model), attacked, attack, defence);
    }

    private String answer(Reading reading, InjectionCase attacked, Attack attack, Defence defence) {
        Sampling sampling = Sampling.greedy();
        Generator generator = Generator.of(model).maxTokens(maxTokens).alternatives(0);
        generator = defence.grammar() == null
                ? generator.sampling(sampling)
                : generator.sampling(
                        sampling.with(defence.grammar().apply(attacked).on(model)));
        return generator
                .generate(reading, ids(attacked, attack, defence), _ -> {})
                .text()
                .strip();
    }

    /// Tries every attack against every defence, on all cases.
    public InjectionReport measure(List<InjectionCase> cases, List<Attack> attacks, List<Defence> defences) {
        var rows = new ArrayList<InjectionReport.Row>();
        var reading = new Reading(model);
        try (var task = Progress.task("attacks", (long) cases.size() * attacks.size() * defences.size())) {
            int done = 0;
            for (Attack attack : attacks) {
                for (Defence defence : defences) {
                    int taken = 0;
                    int right = 0;
                    String example = "";
                    for (InjectionCase attacked : cases) {
                        String said = answer(reading, attacked, attack, defence);
                        if (attacked.isTaken(said)) taken++;
                        if (attacked.right().test(said)) right++;
                        if (example.isEmpty() || attacked.isTaken(said) && taken == 1) example = said;
                        task.at(++done);
                    }
                    rows.add(new InjectionReport.Row(
                            attack.name(), defence.name(), taken, right, cases.size(), example));
                }
            }
        }
        return new InjectionReport(model.name(), rows);
    }
}
