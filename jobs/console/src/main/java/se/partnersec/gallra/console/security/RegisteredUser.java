package se.partnersec.gallra.console.security;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import se.partnersec.gallra.console.person.Person;

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
