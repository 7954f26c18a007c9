package org.vitrina.kernel.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/// What the kernel says about itself.
final class KernelInfo {
    /// The version in the jar's manifest; a development build has none.
    private static final String VERSION = version();

    private KernelInfo() {}

    private static String version() {
        String version = KernelInfo.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    static JsonObject reply() {
        String java = System.getProperty("java.version");
        var language = new JsonObject();
        language.addProperty("name", "java");
        language.addProperty("version", java);
        language.addProperty("mimetype", "text/x-java");
        language.addProperty("file_extension", ".jshell");
        language.addProperty("pygments_lexer", "java");
        language.addProperty("codemirror_mode", "text/x-java");
        language.addProperty("nbconvert_exporter", "script");

        JsonObject content = Replies.ok();
        content.addProperty("protocol_version", Wire.PROTOCOL);
        content.addProperty("implementation", "vitrina");
        content.addProperty("implementation_version", VERSION);
        content.add("language_info", language);
        content.addProperty("banner", "Vitrina " + VERSION + ": Java " + java + ", with language models behind glass");
        content.addProperty("debugger", false);
        content.add("supported_features", new JsonArray());
        var links = new JsonArray();
        link(links, "Java: the language's tutorials", "https://dev.java/learn/");
        link(links, "Java: classes of the JDK", "https://docs.oracle.com/en/java/javase/25/docs/api/index.html");
        link(links, "XChart", "https://knowm.org/open-source/xchart/");
        link(links, "Tablesaw", "https://jtablesaw.github.io/tablesaw/");
        content.add("help_links", links);
        return content;
    }

    private static void link(JsonArray links, String text, String url) {
        var link = new JsonObject();
        link.addProperty("text", text);
        link.addProperty("url", url);
        links.add(link);
    }
}
