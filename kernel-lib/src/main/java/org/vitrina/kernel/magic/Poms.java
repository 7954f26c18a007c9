package org.vitrina.kernel.magic;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// The XML of `%%loadFromPOM`: a whole pom.xml or pieces of one, as they are copied from the pages of libraries.
final class Poms {
    /// What a pom.xml needs and nobody copies.
    private static final List<String> IDENTITY = List.of("modelVersion", "groupId", "artifactId", "version");

    private Poms() {}

    /// Returns `xml` as a whole pom.xml. Dependencies and repositories may stand alone or in their groups, in any
    /// order.
    static String complete(String xml) throws MagicException {
        String body = xml.replaceFirst("^\\s*<\\?xml[^>]*\\?>", "").strip();
        if (body.isEmpty()) {
            throw new MagicException("the cell has no XML; write <dependency>…</dependency> below %%loadFromPOM");
        }
        Element project = parse("<project>" + body + "</project>");
        List<Element> given = elements(project);
        if (given.size() == 1 && given.getFirst().getTagName().equals("project")) {
            return body;
        }
        Document pom = project.getOwnerDocument();
        for (String name : IDENTITY) {
            if (given.stream().noneMatch(each -> each.getTagName().equals(name))) {
                Element made = pom.createElement(name);
                made.setTextContent(name.equals("modelVersion") ? "4.0.0" : name.equals("version") ? "1" : "cell");
                project.appendChild(made);
            }
        }
        gather(project, "dependency", "dependencies");
        gather(project, "repository", "repositories");
        return written(pom);
    }

    /// Puts all elements of one kind, lone ones and those of its groups, into one group.
    private static void gather(Element project, String kind, String group) {
        Element all = project.getOwnerDocument().createElement(group);
        for (Element each : elements(project)) {
            if (each.getTagName().equals(kind)) {
                all.appendChild(each);
            } else if (each.getTagName().equals(group)) {
                elements(each).forEach(all::appendChild);
                project.removeChild(each);
            }
        }
        project.appendChild(all);
    }

    private static List<Element> elements(Element parent) {
        var found = new ArrayList<Element>();
        for (Node each = parent.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    private static Element parse(String xml) throws MagicException {
        try {
            var factory = DocumentBuilderFactory.newDefaultInstance();
            // no entities: what a cell fetches, it fetches by naming a library
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
        } catch (SAXException e) {
            throw new MagicException("the cell is not XML: " + e.getMessage(), e);
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException("text in memory can be read, and every JDK has this parser", e);
        }
    }

    private static String written(Document pom) {
        try {
            var writer = TransformerFactory.newDefaultInstance().newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            var text = new StringWriter();
            writer.transform(new DOMSource(pom), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException("what was read as XML can be written as XML", e);
        }
    }
}
