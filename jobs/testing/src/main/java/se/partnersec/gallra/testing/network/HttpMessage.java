package se.partnersec.gallra.testing.network;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One HTTP request or answer as bytes on a wire, so that what is signed is passed on untouched. */
public record HttpMessage(String start, List<String> headers, byte[] body) {
    /** Reads a request; says "continue" to a client that waits for it. */
    public static HttpMessage request(InputStream in, OutputStream out) throws IOException {
        HttpMessage head = head(in);
        if (head.header("Expect").isPresent()) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
        return new HttpMessage(head.start, head.headers, body(head, in, false));
    }

    public static HttpMessage answer(InputStream in, boolean withBody) throws IOException {
        HttpMessage head = head(in);
        while (head.start.contains(" 100 ")) {
            head = head(in);
        }
        boolean none = !withBody || head.start.contains(" 204 ") || head.start.contains(" 304 ");
        return new HttpMessage(head.start, head.headers, none ? new byte[0] : body(head, in, true));
    }

    public static HttpMessage xml(int status, String xml) {
        byte[] body = xml.getBytes(StandardCharsets.UTF_8);
        return new HttpMessage(
                "HTTP/1.1 " + status + " Answer",
                List.of("Content-Type: application/xml", "Content-Length: " + body.length, "Connection: close"),
                body);
    }

    public static HttpMessage empty(int status) {
        return new HttpMessage("HTTP/1.1 " + status + " Answer", List.of("Connection: close"), new byte[0]);
    }

    private static HttpMessage head(InputStream in) throws IOException {
        String start = line(in);
        List<String> headers = new ArrayList<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            headers.add(line);
        }
        return new HttpMessage(start, headers, new byte[0]);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] body(HttpMessage head, InputStream in, boolean untilClosed) throws IOException {
        Optional<String> length = head.header("Content-Length");
        if (length.isPresent()) {
            return in.readNBytes(Integer.parseInt(length.get()));
        }
        if (head.header("Transfer-Encoding").isEmpty()) {
            return untilClosed ? in.readAllBytes() : new byte[0];
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunk(in); size > 0; size = chunk(in)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        return body.toByteArray();
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in).replaceFirst(";.*", "").trim(), 16);
    }

    public Optional<String> header(String name) {
        String wanted = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(h -> h.toLowerCase(Locale.ROOT).startsWith(wanted))
                .map(h -> h.substring(wanted.length()).trim())
                .findFirst();
    }

    public String method() {
        return start.substring(0, start.indexOf(' '));
    }

    public String target() {
        return start.split(" ", 3)[1];
    }

    /** The body goes out plain, so its length is stated anew and the connection ends with it. */
    public byte[] bytes(boolean statesLength) {
        StringBuilder head = new StringBuilder(start).append("\r\n");
        for (String header : headers) {
            String name = header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
            if (!List.of("connection", "expect", "transfer-encoding", "content-length", "keep-alive")
                    .contains(name)) {
                head.append(header).append("\r\n");
            }
        }
        if (statesLength) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        head.append("Connection: close\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        return all.toByteArray();
    }
}
