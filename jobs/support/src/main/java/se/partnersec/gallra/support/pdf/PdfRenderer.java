package se.partnersec.gallra.support.pdf;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sets a document as PDF/A-2a (ISO 19005-2) that is also PDF/UA-1: tagged, with its language, its fonts within. */
final class PdfRenderer {
    private static final int NORMAL = 400;
    private static final int BOLD = 700;
    private static final String FONT = "Gallra";
    private static final int TABLES = 4;
    private static final int DIRECTORY = 12;
    private static final int ENTRY = 16;
    private static final int UNREAD = 0x78787878;

    private PdfRenderer() {}

    /** @param body as XHTML, without a word that was not escaped */
    record Content(String title, Locale language, boolean wide, String body) {}

    static void write(Content content, OutputStream out) throws IOException {
        System.setProperty("java.awt.headless", "true");
        XRLog.setLoggingEnabled(false);
        PdfRendererBuilder builder = new PdfRendererBuilder()
                .usePdfAConformance(PdfAConformance.PDFA_2_A)
                .usePdfUaAccessibility(true)
                .useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData())
                .withProducer("Gallra")
                // For signs that the fonts do not have; else it would be a number sign, which is a sign of its own.
                .useReplacementText("\uFFFD")
                .useFont(() -> font("DejaVuSans.ttf"), FONT, NORMAL, FontStyle.NORMAL, true)
                .useFont(() -> font("DejaVuSans-Bold.ttf"), FONT, BOLD, FontStyle.NORMAL, true)
                // Nothing in a document of ours lies anywhere else.
                .useExternalResourceAccessControl(
                        (uri, type) -> false, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI)
                .withHtmlContent(xhtml(content), null)
                .toStream(out);
        builder.run();
    }

    /** The font without its ligatures: whoever searches a document for {@code file} or copies it gets no letter of another kind. */
    private static InputStream font(String name) {
        try (InputStream font = PdfRenderer.class.getResourceAsStream("/fonts/" + name)) {
            if (font == null) {
                throw new IllegalStateException("the font " + name + " is not in the program. Indicates a bug");
            }
            return new ByteArrayInputStream(withoutTable(font.readAllBytes(), "GSUB"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a table of an OpenType font a tag that nobody reads; its directory has 16 bytes for each table, after 12 of its own. */
    private static byte[] withoutTable(byte[] font, String tag) {
        ByteBuffer directory = ByteBuffer.wrap(font);
        int tables = directory.getShort(TABLES);
        int wanted = ByteBuffer.wrap(tag.getBytes(StandardCharsets.US_ASCII)).getInt();
        for (int i = 0; i < tables; i++) {
            int at = DIRECTORY + i * ENTRY;
            if (directory.getInt(at) == wanted) {
                directory.putInt(at, UNREAD);
            }
        }
        return font;
    }

    private static String xhtml(Content content) {
        String title = Document.escaped(content.title());
        return "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\""
                + content.language().toLanguageTag() + "\"><head><title>" + title + "</title>\n"
                + "<meta name=\"subject\" content=\"" + title + "\"/><meta name=\"author\" content=\"Gallra\"/>\n"
                + "<meta name=\"description\" content=\"" + title + "\"/>\n"
                + "<style>\n@page { size: A4" + (content.wide() ? " landscape" : "") + "; }\n" + style()
                + "</style></head><body>\n" + content.body() + "</body></html>\n";
    }

    private static String style() {
        try (InputStream style = PdfRenderer.class.getResourceAsStream("/paper.css")) {
            if (style == null) {
                throw new IllegalStateException("the style of documents is not in the program. Indicates a bug");
            }
            return new String(style.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
