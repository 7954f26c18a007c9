package org.vitrina.kernel.jupyter;

import com.google.gson.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.vitrina.kernel.EvaluatorOptions;

/// Tests that talk to a kernel over its sockets: one kernel for a class, one front end for a test.
@TestInstance(Lifecycle.PER_CLASS)
abstract class KernelTests {
    static final ConnectionFile ANYWHERE = new ConnectionFile(
            "tcp", "127.0.0.1", 0, 0, 0, 0, 0, "hmac-sha256", UUID.randomUUID().toString());

    KernelServer kernel;
    FrontEnd frontEnd;

    @BeforeAll
    void startKernel() {
        kernel = KernelServer.start(ANYWHERE, EvaluatorOptions.defaults());
    }

    @BeforeEach
    void connect() {
        frontEnd = new FrontEnd(kernel.connection());
        frontEnd.awaitWelcome();
    }

    /// A test that fails may leave a cell that runs or waits; it must not keep the next test waiting.
    @AfterEach
    void disconnect() {
        frontEnd.send(frontEnd.control, "interrupt_request", new JsonObject());
        frontEnd.receive(frontEnd.control);
        frontEnd.close();
    }

    @AfterAll
    void stopKernel() {
        kernel.close();
    }
}
