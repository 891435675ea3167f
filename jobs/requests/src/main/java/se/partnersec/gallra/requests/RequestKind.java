package se.partnersec.gallra.requests;

import java.util.Locale;

/** What a data subject may ask for. */
public enum RequestKind {
    /** GDPR 17: that what is kept about the person goes. */
    ERASURE("17"),
    /** GDPR 18: that it is kept, and otherwise not used. */
    RESTRICTION("18"),
    /** GDPR 21(2): that it is not used for direct marketing. It cannot be refused. */
    MARKETING("21(2)"),
    /** GDPR 21(1): that a processing out of legitimate interest ends; a person weighs it. */
    OBJECTION("21(1)");

    private final String article;

    RequestKind(String article) {
        this.article = article;
    }

    /** Of the GDPR, such as {@code 21(2)}. */
    public String article() {
        return article;
    }

    /** The name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
