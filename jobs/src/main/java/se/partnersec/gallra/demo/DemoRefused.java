package se.partnersec.gallra.demo;

/** The demo will not touch this schema; the message says why and what to do. */
public final class DemoRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoRefused(String message) {
        super(message);
    }

    DemoRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
