package org.vitrina.evaluate.junit;

import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.junit.platform.commons.JUnitException;
import org.vitrina.evaluate.PromptCases;

/// Reads the file of a [PromptFile].
final class PromptFileProvider implements ArgumentsProvider, AnnotationConsumer<PromptFile> {
    private String file;

    @Override
    public void accept(PromptFile from) {
        file = from.value();
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context)
            throws IOException {
        Class<?> test = context.getRequiredTestClass();
        try (InputStream in = test.getResourceAsStream(file)) {
            if (in == null) {
                throw new JUnitException("there is no resource '" + file + "' beside " + test.getName()
                        + "; put it into src/test/resources, in the folder of the test's package");
            }
            return PromptCases.read(file, in).stream().map(Arguments::of);
        }
    }
}
