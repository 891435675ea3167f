package se.partnersec.gallra.console.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import se.partnersec.gallra.console.person.Person;

/** A person who is signed in. The password is not kept. */
final class PersonAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1;

    // Sessions live in memory alone.
    private final transient Person person;

    PersonAuthentication(Person person) {
        super(List.of(new SimpleGrantedAuthority(person.role().name())));
        this.person = person;
        setAuthenticated(true);
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }

    @Override
    public Person getPrincipal() {
        return person;
    }

    @Override
    public String getName() {
        return person.login();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
