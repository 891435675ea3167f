package se.partnersec.gallra.testing.network;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** A real mail server on this machine that keeps what it is given, as it came over the wire. */
public final class MailReceiver implements AutoCloseable {
    public static final String USER = "gallra";
    public static final String PASSWORD = "hemligt-Kanarie-lösen";

    private final List<String> mails = new CopyOnWriteArrayList<>();
    private final SMTPServer server;

    private MailReceiver(UnaryOperator<SMTPServer.Builder> how) {
        server = how.apply(SMTPServer.port(0)
                        .bindAddress(InetAddress.getLoopbackAddress())
                        .hostName("localhost")
                        .insertReceivedHeaders(false)
                        .messageHandler((context, from, to, data) ->
                                mails.add("<" + from + "> <" + to + ">\n" + new String(data, StandardCharsets.UTF_8))))
                .build();
        server.start();
    }

    public static MailReceiver inTheClear() {
        return new MailReceiver(builder -> builder);
    }

    /** In the clear, after a login. */
    public static MailReceiver withLogin() {
        return new MailReceiver(MailReceiver::login);
    }

    /** Takes nothing before STARTTLS and a login. */
    public static MailReceiver startTls(SSLContext context) {
        return new MailReceiver(
                builder -> login(builder.startTlsSocketFactory(context).requireTLS()));
    }

    /** TLS from the first byte on, and a login. */
    public static MailReceiver tls(SSLContext context) {
        return new MailReceiver(builder -> login(builder.serverSocketFactory(context)));
    }

    private static SMTPServer.Builder login(SMTPServer.Builder builder) {
        return builder.authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                    if (!USER.equals(user) || !PASSWORD.equals(password)) {
                        throw new LoginFailedException("535 5.7.8 no, " + user);
                    }
                }))
                .requireAuth();
    }

    public int port() {
        return server.getPortAllocated();
    }

    /** Sender and last recipient of the envelope in the first line, then head and body. */
    public List<String> mails() {
        return List.copyOf(mails);
    }

    @Override
    public void close() {
        server.stop();
    }
}
