package se.partnersec.gallra.operations.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Properties;
import se.partnersec.gallra.config.settings.Loopback;
import se.partnersec.gallra.support.text.Sentences;

/** A server that takes mail. Beyond this machine it is spoken to over TLS only, and has to prove who it is (RFC 8314, RFC 3207). */
record SmtpSettings(String host, int port, Security security) {
    private static final Sentences SENTENCES = Sentences.of("operations");
    static final String NAME = "GALLRA_MAIL_SERVER";

    /** {@code smtps} is TLS from the first byte on, {@code smtp} is STARTTLS or nothing at all, and in the clear on this machine. */
    enum Security {
        CLEAR,
        STARTTLS,
        TLS
    }

    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;
    private static final String PATIENCE = "10000";

    /** @throws IllegalArgumentException with the cure */
    static SmtpSettings read(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw wrong();
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        boolean bare = uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && (uri.getRawPath() == null || uri.getRawPath().matches("/?"));
        if (host == null || !bare || !(scheme.equals("smtp") || scheme.equals("smtps"))) {
            throw wrong();
        }
        Security security =
                scheme.equals("smtps") ? Security.TLS : Loopback.is(host) ? Security.CLEAR : Security.STARTTLS;
        int usual = security == Security.TLS ? SUBMISSIONS : SUBMISSION;
        return new SmtpSettings(host.replaceAll("[\\[\\]]", ""), uri.getPort() == -1 ? usual : uri.getPort(), security);
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                SENTENCES.say("notify.no-mail-server-write-like-smtps", NAME, MailNotifier.USER));
    }

    /** As the mail library wants to be told. */
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", host);
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(security == Security.TLS));
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(security == Security.STARTTLS));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(security == Security.STARTTLS));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        properties.setProperty("mail.smtp.connectiontimeout", "5000");
        properties.setProperty("mail.smtp.timeout", PATIENCE);
        properties.setProperty("mail.smtp.writetimeout", PATIENCE);
        return properties;
    }
}
