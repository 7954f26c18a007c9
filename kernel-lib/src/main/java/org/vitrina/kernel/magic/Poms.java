package org.vitrina.kernel.magic;

/// The XML of `%%loadFromPOM`, which may be a whole pom.xml or a part of one.
final class Poms {
    private Poms() {}

    /// Returns `xml` as a whole pom.xml.
    static String complete(String xml) throws MagicException {
        String body = xml.replaceFirst("^\\s*<\\?xml[^>]*\\?>", "").strip();
        if (body.isEmpty()) {
            throw new MagicException("the cell has no XML; write <dependency>…</dependency> below %%loadFromPOM");
        }
        if (body.startsWith("<project")) {
            return body;
        }
        String inside = body.startsWith("<dependency>") ? "<dependencies>" + body + "</dependencies>" : parts(body);
        return "<project><modelVersion>4.0.0</modelVersion><groupId>cell</groupId><artifactId>cell</artifactId>"
                + "<version>1</version>" + inside + "</project>";
    }

    /// IJava also takes repositories and dependencies one after another, with nothing around them.
    private static String parts(String body) {
        if (!body.startsWith("<repository>")) {
            return body;
        }
        int end = body.lastIndexOf("</repository>") + "</repository>".length();
        String rest = body.substring(end).strip();
        return "<repositories>" + body.substring(0, end) + "</repositories>"
                + (rest.startsWith("<dependency>") ? "<dependencies>" + rest + "</dependencies>" : rest);
    }
}
