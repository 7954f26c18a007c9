package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("vitrina arena")
class ArenaCommandTests {
    @TempDir
    private Path folder;

    private final CapturedTerminal terminal = CapturedTerminal.redirected();

    private String wrong(int code, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "arena";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        assertEquals(code, terminal.run(all), terminal.err());
        return terminal.err();
    }

    @Test
    @DisplayName("wants two models or more, a port that there is, and an address of this machine")
    void calls() {
        assertTrue(wrong(2, "--models", "tales-chat").contains("--models needs two models or more"));
        assertTrue(wrong(2, "--port", "70000").contains("--port is a number from 0 to 65535, but is 70000"));
        assertTrue(wrong(2, "--prompts", prompts("Hi"), "--host", "not an address")
                .contains("--host is an address of this machine, such as 127.0.0.1 or 0.0.0.0, but is not an address"));
    }

    @Test
    @DisplayName("says that a file of prompts is empty, or a model not there")
    void files() {
        assertTrue(wrong(2, "--prompts", prompts("\n \n")).contains("has no prompt; write one in each line"));
        assertTrue(wrong(1, "--prompts", prompts("Hi"), "--models", "no-such-a,no-such-b")
                .contains("there is no file 'no-such-a'"));
    }

    private String prompts(String text) {
        try {
            return Files.writeString(folder.resolve("prompts.txt"), text).toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
