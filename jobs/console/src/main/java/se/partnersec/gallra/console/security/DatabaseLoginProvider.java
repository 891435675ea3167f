package se.partnersec.gallra.console.security;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import se.partnersec.gallra.app.boot.RefusalTranslator;
import se.partnersec.gallra.console.person.NoRoleException;
import se.partnersec.gallra.console.person.PersonSignIn;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.MissingRightException;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.VisibleText;

/** Signs in with a database login. */
final class DatabaseLoginProvider implements AuthenticationProvider {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseLoginProvider.class);
    private static final int LONGEST = 256;

    /** The login or its password is wrong. */
    private static final Set<Integer> WRONG = Set.of(1045, 1698);

    /** The password has to be changed before anything else. */
    private static final Set<Integer> EXPIRED = Set.of(1820, 1862);

    private final PersonSignIn people;
    private final SignInLimit limit;

    DatabaseLoginProvider(PersonSignIn people, SignInLimit limit) {
        this.people = people;
        this.limit = limit;
    }

    @Override
    public @Nullable Authentication authenticate(Authentication asked) {
        String login = asked.getName();
        String password = String.valueOf(asked.getCredentials());
        String from = asked.getDetails() instanceof WebAuthenticationDetails details
                ? String.valueOf(details.getRemoteAddress())
                : "";
        if (login.isBlank() || login.length() > LONGEST || password.length() > LONGEST) {
            throw new SignInRefused("wrong");
        }
        if (!limit.begin(login, from)) {
            LOG.warn("sign-in of {} from {} refused: too many failures", VisibleText.of(login), from);
            throw new SignInRefused("too-many");
        }
        try {
            PersonAuthentication person = new PersonAuthentication(people.signIn(login, password, from));
            limit.succeeded(login, from);
            LOG.info("{} signed in from {} as {}", VisibleText.of(login), from, person.getAuthorities());
            return person;
        } catch (NoRoleException e) {
            limit.undo(login, from);
            LOG.warn("sign-in of {} from {} refused: roles {}", VisibleText.of(login), from, e.roles());
            throw new SignInRefused(e.roles().isEmpty() ? "no-role" : e.roles().size() == 1 ? "shared" : "roles", e);
        } catch (RuntimeException e) {
            String code = code(e);
            if (code.equals("unreachable") || code.equals("rights")) {
                limit.undo(login, from);
            }
            LOG.warn(
                    "sign-in of {} from {} failed: {}, error {} of the database",
                    VisibleText.of(login),
                    from,
                    code,
                    serverCode(e));
            throw new SignInRefused(code, e);
        }
    }

    /** The sentences tell no more than that: what the server says of an account tells a stranger whether it exists. */
    static String code(RuntimeException e) {
        int code = serverCode(e);
        if (WRONG.contains(code)) {
            return "wrong";
        }
        if (EXPIRED.contains(code)) {
            return "expired";
        }
        RefusedException refused = RefusalTranslator.read(e).orElse(null);
        if (refused instanceof MissingRightException) {
            return "rights";
        }
        return refused != null && refused.exit() == ExitCode.ENVIRONMENT ? "unreachable" : "refused";
    }

    /** Of the database; 0 if it said none. */
    private static int serverCode(Throwable thrown) {
        int code = 0;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getErrorCode() != 0) {
                code = sql.getErrorCode();
            }
        }
        return code;
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
