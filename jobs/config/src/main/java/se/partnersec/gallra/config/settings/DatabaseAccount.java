package se.partnersec.gallra.config.settings;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database user with its password, which never shows in text.
 *
 * @param person who works with an account that several people share: whoever signed in with single sign-on; null for an account of one
 */
public record DatabaseAccount(
        String user, String password, @Nullable String person) {
    private static final Pattern PERSON = Pattern.compile("[a-z][a-z0-9.-]{0,63}");

    /** @throws IllegalArgumentException if the person has another name than the register of people takes */
    public DatabaseAccount {
        if (person != null && !PERSON.matcher(person).matches()) {
            throw new IllegalArgumentException("no name of a person: " + person);
        }
    }

    public DatabaseAccount(String user, String password) {
        this(user, password, null);
    }

    @Override
    public String toString() {
        return "Account[user=" + user + "]";
    }
}
