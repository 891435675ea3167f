package se.partnersec.gallra.console.person;

import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.database.schema.PersonRole;

/**
 * As whom somebody is signed in.
 *
 * @param login of the database; with single sign-on the name in the register of people
 * @param subject null for a login of the database
 */
record SignedInAs(String login, PersonRole role, @Nullable Subject subject) {

    /** Account at an OpenID provider. @param name as the provider has it ({@code sub}) */
    record Subject(String issuer, String name) {}
}
