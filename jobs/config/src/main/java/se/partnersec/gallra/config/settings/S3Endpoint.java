package se.partnersec.gallra.config.settings;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.support.text.Sentences;

/** What the address of an object store must look like: a host and a port, over TLS unless it is this machine. */
final class S3Endpoint {
    private static final Sentences SENTENCES = Sentences.of("config");
    private static final Pattern SHAPE =
            Pattern.compile("(https?)://(\\[[0-9a-fA-F:]+]|[A-Za-z0-9._-]+)(:\\d{1,5})?/?");

    private S3Endpoint() {}

    static void check(String variable, @Nullable String endpoint, List<String> problems) {
        if (endpoint == null) {
            return;
        }
        Matcher shape = SHAPE.matcher(endpoint);
        if (!shape.matches()) {
            problems.add(SENTENCES.say("settings.must-look-like-https-host-https", variable));
        } else if (shape.group(1).equals("http") && !DatabaseUrl.isLoopback(shape.group(2))) {
            problems.add(SENTENCES.say("settings.without-tls-so-anybody-between-here", variable, shape.group(2)));
        }
    }
}
