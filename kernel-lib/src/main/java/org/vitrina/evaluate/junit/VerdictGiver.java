package org.vitrina.evaluate.junit;

import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;
import org.vitrina.evaluate.Share;

/// Takes the place of the last run, and says what all of them came to.
record VerdictGiver(RunsSoFar runs) implements InvocationInterceptor, ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PromptRun.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return runs.run(runs.times());
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context) {
        invocation.skip();
        Share share = runs.share()
                .orElseThrow(() -> new TestAbortedException("no run came to an end, so there is nothing to judge"));
        context.publishReportEntry(
                Map.of("passed", "" + share.hits(), "of", "" + share.n(), "share", share.toString()));
        runs.verdict();
    }
}
