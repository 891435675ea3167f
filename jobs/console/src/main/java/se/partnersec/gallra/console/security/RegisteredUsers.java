package se.partnersec.gallra.console.security;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import se.partnersec.gallra.console.part.ShellText;
import se.partnersec.gallra.console.person.NoRoleException;
import se.partnersec.gallra.console.person.NotRegisteredException;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.console.person.PersonSignIn;
import se.partnersec.gallra.console.settings.SingleSignOn;
import se.partnersec.gallra.support.text.VisibleText;

/** Finds in the register of people whoever signed in at the OpenID provider; nobody else is let in, whatever the provider says of them. */
final class RegisteredUsers implements OAuth2UserService<OidcUserRequest, OidcUser> {
    private static final Logger LOG = LoggerFactory.getLogger(RegisteredUsers.class);

    private final PersonSignIn people;
    private final SingleSignOn sso;

    RegisteredUsers(PersonSignIn people, SingleSignOn sso) {
        this.people = people;
        this.sso = sso;
    }

    @Override
    public OidcUser loadUser(OidcUserRequest asked) {
        OidcIdToken token = asked.getIdToken();
        String subject = token.getSubject();
        String from = address();
        if (subject == null) {
            throw new SignInRefused("provider");
        }
        try {
            RegisteredUser user = new RegisteredUser(people.signOn(sso.account(), sso.issuer(), subject, from), token);
            LOG.info("{} signed in from {} with single sign-on", user.getName(), from);
            return user;
        } catch (NotRegisteredException e) {
            LOG.warn(
                    "sign-in of {} of {} from {} refused: not in the register of people ({})",
                    VisibleText.of(subject),
                    sso.issuer(),
                    from,
                    ShellText.of(
                            List.of("people", "add", "PERSON", subject, "--issuer", sso.issuer(), "--reason", "TEXT")));
            throw new SignInRefused("not-registered", e);
        } catch (NoRoleException e) {
            LOG.error(
                    "{} has roles {}, not sso: gallra db grants --person {} --role sso",
                    sso.account().user(),
                    e.roles(),
                    sso.account().user());
            throw new SignInRefused("sso-role", e);
        } catch (RuntimeException e) {
            String code = DatabaseLoginProvider.code(e).equals("unreachable") ? "unreachable" : "sso-role";
            LOG.error(
                    "single sign-on failed: {} cannot read the database",
                    sso.account().user(),
                    e);
            throw new SignInRefused(code, e);
        }
    }

    /** Of the browser whose request this thread answers. */
    private static String address() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? request.getRequest().getRemoteAddr()
                : "";
    }

    /** Somebody whom the OpenID provider has identified and the register of people has. Two of one person are equal, as sessions are counted by it. */
    record RegisteredUser(Person person, OidcIdToken token) implements OidcUser {

        @Override
        public Map<String, Object> getClaims() {
            return token.getClaims();
        }

        @Override
        public @Nullable OidcUserInfo getUserInfo() {
            return null;
        }

        @Override
        public OidcIdToken getIdToken() {
            return token;
        }

        @Override
        public Map<String, Object> getAttributes() {
            return token.getClaims();
        }

        @Override
        public Collection<? extends GrantedAuthority> getAuthorities() {
            return List.of();
        }

        @Override
        public String getName() {
            return person.login();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof RegisteredUser user && user.person.equals(person);
        }

        @Override
        public int hashCode() {
            return person.hashCode();
        }
    }
}
