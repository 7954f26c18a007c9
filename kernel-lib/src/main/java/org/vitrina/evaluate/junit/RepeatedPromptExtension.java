package org.vitrina.evaluate.junit;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/// Runs a [RepeatedPrompt] as often as it takes, and then gives its verdict.
final class RepeatedPromptExtension implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getTestMethod(), RepeatedPrompt.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        RepeatedPrompt wanted = AnnotationSupport.findAnnotation(context.getTestMethod(), RepeatedPrompt.class)
                .orElseThrow();
        RunsSoFar runs;
        try {
            runs = new RunsSoFar(wanted);
        } catch (IllegalArgumentException e) {
            throw new ExtensionConfigurationException(
                    "@RepeatedPrompt of " + context.getRequiredTestMethod() + ": " + e.getMessage(), e);
        }
        // asked for one by one, each after the one before it was run
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Invocations(runs), Spliterator.ORDERED), false);
    }

    private static final class Invocations implements Iterator<TestTemplateInvocationContext> {
        private final RunsSoFar runs;
        private int given;
        private boolean ended;

        Invocations(RunsSoFar runs) {
            this.runs = runs;
        }

        @Override
        public boolean hasNext() {
            return !ended;
        }

        @Override
        public TestTemplateInvocationContext next() {
            if (ended) {
                throw new NoSuchElementException();
            }
            ended = given == runs.times() || runs.isDecided();
            if (ended) {
                return new Invocation("verdict", new VerdictGiver(runs));
            }
            given++;
            PromptRun run = runs.run(given);
            return new Invocation(
                    "run " + run.number() + " of up to " + run.times() + ", seed " + run.seed(),
                    new RunCounter(runs, run));
        }
    }

    private record Invocation(String name, Extension extension) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int index) {
            return name;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(extension);
        }
    }
}
