package se.partnersec.gallra.testing;

import java.io.IOException;
import se.partnersec.gallra.testing.network.HttpMessage;

/** One way to misbehave: what goes back on the wire for a request, having asked the real server or not. */
@FunctionalInterface
public interface Lie {
    /** The bytes of the answer; none closes the connection without a word. */
    byte[] answer(HttpMessage request, HostileS3 server) throws IOException;
}
