package se.partnersec.gallra.testing;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import se.partnersec.gallra.objectstore.client.ObjectVersion;
import se.partnersec.gallra.testing.network.HttpMessage;

/** The XML of DeleteObjects and of version listings, as a server reads and writes it. */
final class DeleteWire {
    private DeleteWire() {}

    /** The versions a DeleteObjects request asks for. */
    static List<ObjectVersion> asked(byte[] body) {
        List<ObjectVersion> asked = new ArrayList<>();
        for (Element object : elements(body, "Object")) {
            asked.add(ObjectVersion.remembered(
                    java.util.Objects.requireNonNull(text(object, "Key")),
                    text(object, "VersionId"),
                    text(object, "ETag"),
                    false));
        }
        return asked;
    }

    private static List<Element> elements(byte[] xml, String name) {
        try {
            NodeList found = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml))
                    .getElementsByTagName(name);
            List<Element> elements = new ArrayList<>();
            for (int i = 0; i < found.getLength(); i++) {
                elements.add((Element) found.item(i));
            }
            return elements;
        } catch (Exception e) {
            throw new IllegalStateException("not the XML expected", e);
        }
    }

    private static @Nullable String text(Element parent, String name) {
        Node node = parent.getElementsByTagName(name).item(0);
        return node == null ? null : node.getTextContent();
    }

    static String deleted(ObjectVersion version) {
        return "<Deleted>" + name(version) + "</Deleted>";
    }

    static String error(ObjectVersion version, String code) {
        return "<Error>" + name(version) + "<Code>" + code + "</Code><Message>no</Message></Error>";
    }

    static HttpMessage answer(String entries) {
        return HttpMessage.xml(
                200, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><DeleteResult>" + entries + "</DeleteResult>");
    }

    static HttpMessage refusal(int status, String code) {
        return HttpMessage.xml(status, "<Error><Code>" + code + "</Code><Message>no</Message></Error>");
    }

    /** A listing of versions in one page. */
    static HttpMessage listing(List<ObjectVersion> versions) {
        return page(versions, false, null);
    }

    /** A page of a listing. @param next the last version before the next page; null names no place */
    static HttpMessage page(List<ObjectVersion> versions, boolean truncated, @Nullable ObjectVersion next) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListVersionsResult>"
                + "<IsTruncated>" + truncated + "</IsTruncated>");
        if (next != null) {
            xml.append("<NextKeyMarker>").append(escaped(next.key())).append("</NextKeyMarker>");
            xml.append("<NextVersionIdMarker>").append(next.versionId()).append("</NextVersionIdMarker>");
        }
        for (ObjectVersion v : versions) {
            String element = v.deleteMarker() ? "DeleteMarker" : "Version";
            xml.append('<').append(element).append('>').append(name(v));
            xml.append("<IsLatest>").append(v.latest()).append("</IsLatest>");
            xml.append("<LastModified>").append(v.lastModified()).append("</LastModified>");
            if (!v.deleteMarker()) {
                xml.append("<ETag>").append(escaped(String.valueOf(v.etag()))).append("</ETag>");
                xml.append("<Size>").append(v.size()).append("</Size>");
            }
            xml.append("</").append(element).append('>');
        }
        return HttpMessage.xml(200, xml.append("</ListVersionsResult>").toString());
    }

    private static String name(ObjectVersion v) {
        return "<Key>" + escaped(v.key()) + "</Key>"
                + (v.versionId() == null ? "" : "<VersionId>" + escaped(v.versionId()) + "</VersionId>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
