package se.partnersec.gallra.config.settings;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the address of an object store must look like: a host and a port, over TLS unless it is this machine. */
final class S3Endpoint {
    private static final Pattern SHAPE =
            Pattern.compile("(https?)://(\\[[0-9a-fA-F:]+]|[A-Za-z0-9._-]+)(:\\d{1,5})?/?");

    private S3Endpoint() {}

    static void check(String variable, @Nullable String endpoint, List<String> problems) {
        if (endpoint == null) {
            return;
        }
        Matcher shape = SHAPE.matcher(endpoint);
        if (!shape.matches()) {
            problems.add(variable + " must look like https://HOST or https://HOST:PORT, without a path or user");
        } else if (shape.group(1).equals("http") && !DatabaseUrl.isLoopback(shape.group(2))) {
            problems.add(variable + " is without TLS, so anybody between here and " + shape.group(2)
                    + " can read recordings and change answers: use https://");
        }
    }
}
