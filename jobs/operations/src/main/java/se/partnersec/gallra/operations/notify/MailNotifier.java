package se.partnersec.gallra.operations.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.config.settings.SecretFile;
import se.partnersec.gallra.support.text.Sentences;

/** Tells people by mail: the first line is the subject. Neither the library's log nor its messages are shown, they name people. */
public final class MailNotifier implements Notifier {
    private static final Sentences SENTENCES = Sentences.of("operations");
    static final String FROM = "GALLRA_MAIL_FROM";
    static final String TO = "GALLRA_MAIL_TO";
    static final String USER = "GALLRA_MAIL_USER";
    static final String PASSWORD = "GALLRA_MAIL_PASSWORD";

    private final SmtpSettings server;
    private final InternetAddress from;
    private final InternetAddress[] to;
    private final @Nullable String user;
    private final @Nullable String password;
    private final Supplier<Instant> now;
    private final @Nullable SSLSocketFactory trust;

    /** @param trust whom to believe; null for the authorities of Java */
    MailNotifier(
            Map<String, String> environment,
            SmtpSettings server,
            Supplier<Instant> now,
            @Nullable SSLSocketFactory trust) {
        this.server = server;
        this.now = now;
        this.trust = trust;
        InternetAddress[] senders = addresses(FROM, environment);
        if (senders.length != 1) {
            throw new IllegalArgumentException(SENTENCES.say("notify.must-one-address-like-gallra-example", FROM));
        }
        from = senders[0];
        to = addresses(TO, environment);
        String name = value(USER, environment);
        user = name.isEmpty() ? null : name;
        List<String> problems = new ArrayList<>();
        password = SecretFile.of(PASSWORD, environment, problems);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.get(0));
        }
        if ((user == null) != (password == null)) {
            throw new IllegalArgumentException(
                    SENTENCES.say("notify.file-belong-together-set-both-none", USER, PASSWORD, PASSWORD));
        }
    }

    /**
     * @param now for the date of a mail
     * @return null where no mail is wanted
     * @throws IllegalArgumentException with the cure, if what is set will not do; nothing was sent yet
     */
    public static @Nullable MailNotifier read(Map<String, String> environment, Supplier<Instant> now) {
        String server = value(SmtpSettings.NAME, environment);
        if (server.isEmpty() && value(TO, environment).isEmpty()) {
            return null;
        }
        return new MailNotifier(environment, SmtpSettings.read(server), now, null);
    }

    private static String value(String name, Map<String, String> environment) {
        return environment.getOrDefault(name, "").strip();
    }

    private static InternetAddress[] addresses(String name, Map<String, String> environment) {
        try {
            InternetAddress[] addresses = InternetAddress.parse(value(name, environment), true);
            for (InternetAddress each : addresses) {
                each.validate();
            }
            if (addresses.length > 0) {
                return addresses;
            }
        } catch (AddressException e) {
            // Said below, without what stands there.
        }
        throw new IllegalArgumentException(SENTENCES.say("notify.must-mail-addresses-commas-between-them", name));
    }

    @Override
    public @Nullable String tell(String text) {
        Properties properties = server.properties();
        properties.setProperty("mail.from", from.getAddress());
        properties.setProperty("mail.smtp.auth", Boolean.toString(user != null));
        if (trust != null) {
            properties.put("mail.smtp.ssl.socketFactory", trust);
        }
        Session session = Session.getInstance(properties);
        try (Transport transport = session.getTransport()) {
            transport.connect(user, password);
            transport.sendMessage(message(session, text), to);
            return null;
        } catch (MessagingException e) {
            return why(e);
        }
    }

    private MimeMessage message(Session session, String text) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(from);
        message.setRecipients(MimeMessage.RecipientType.TO, to);
        message.setSubject(text.lines().findFirst().orElse("Gallra"), "UTF-8");
        message.setText(text, "UTF-8");
        message.setSentDate(Date.from(now.get()));
        // So that no holiday answers it (RFC 3834).
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        return message;
    }

    /** By kind only: what servers answer may quote addresses. */
    private String why(MessagingException e) {
        if (e instanceof AuthenticationFailedException) {
            return SENTENCES.say("notify.user-password-refused");
        }
        if (server.security() == SmtpSettings.Security.STARTTLS
                && String.valueOf(e.getMessage()).startsWith("STARTTLS is required")) {
            return SENTENCES.say("notify.server-offers-no-starttls");
        }
        Exception inner = e;
        while (inner instanceof MessagingException outer && outer.getNextException() != null) {
            inner = outer.getNextException();
        }
        return inner.getClass().getSimpleName();
    }
}
