package se.partnersec.gallra.console.security;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import se.partnersec.gallra.app.boot.RefusalTranslator;
import se.partnersec.gallra.console.person.PersonSignIn;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;
import se.partnersec.gallra.support.text.VisibleText;

/** Signs in with a database login. */
final class DatabaseLoginProvider implements AuthenticationProvider {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseLoginProvider.class);
    private static final Sentences SENTENCES = Sentences.of("console");
    private static final int LONGEST = 256;

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
            throw new BadCredentialsException(SENTENCES.say("login.wrong"));
        }
        if (!limit.allows(login, from)) {
            LOG.warn("sign-in of {} from {} refused: too many failures", VisibleText.of(login), from);
            throw new LockedException(SENTENCES.say("login.too-many", SignInLimit.MINUTES));
        }
        try {
            PersonAuthentication person = new PersonAuthentication(people.signIn(login, password));
            limit.succeeded(login, from);
            LOG.info("{} signed in from {} as {}", VisibleText.of(login), from, person.getAuthorities());
            return person;
        } catch (RuntimeException e) {
            limit.failed(login, from);
            RefusedException refused = RefusalTranslator.read(e).orElseThrow(() -> e);
            LOG.warn(
                    "sign-in of {} from {} failed, exit code {}",
                    VisibleText.of(login),
                    from,
                    refused.exit().number());
            if (refused.exit() == ExitCode.ENVIRONMENT) {
                throw new AuthenticationServiceException(String.join(" ", refused.problems()), e);
            }
            // What the server says of an account tells a stranger whether it exists.
            throw new BadCredentialsException(
                    refused.exit() == ExitCode.CONFIGURATION
                            ? SENTENCES.say("login.wrong")
                            : refused.problems().get(0),
                    e);
        }
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }
}
