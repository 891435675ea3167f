package se.partnersec.gallra.console.act;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import se.partnersec.gallra.cli.output.CommandPage;
import se.partnersec.gallra.console.part.Section;
import se.partnersec.gallra.console.part.ShellText;
import se.partnersec.gallra.console.person.Person;
import se.partnersec.gallra.support.exit.ExitCode;

/**
 * Request of a page to a passkey; the browser sends the answer with the form (Web Authentication Level 3).
 *
 * @param ceremony {@code create} for a new passkey, {@code get} to sign
 * @param person whose it is
 * @param nonce that the challenge was made of; empty for a new passkey
 * @param challenge in Base64 for URLs; empty for a new passkey
 * @param credentials passkeys that may sign, separated by blanks
 * @param refused why nothing can be signed; null if something can
 */
public record PasskeyPrompt(
        String ceremony,
        String person,
        String nonce,
        String challenge,
        String credentials,
        @Nullable Section refused) {
    private static final String GET = "get";

    /** True for a person who has no passkey that counts, and so nothing to sign with. */
    public boolean none() {
        return ceremony.equals(GET) && refused == null && credentials.isEmpty();
    }

    /** True if the form can be sent. */
    public boolean open() {
        return refused == null && !none();
    }

    /** Null for a form without a passkey. @param of what it is about */
    static @Nullable PasskeyPrompt of(Act act, String of, Person person) {
        return switch (act) {
            case OFFER_PASSKEY -> new PasskeyPrompt("create", person.login(), "", "", "", null);
            case SIGN_APPROVAL -> challenge(of, person);
            default -> null;
        };
    }

    private static PasskeyPrompt challenge(String of, Person person) {
        Locale language = LocaleContextHolder.getLocale();
        List<String> command = List.of("passkeys", "challenge", of);
        CommandPage made = person.run(language, command);
        if (made.exit() != ExitCode.DONE) {
            Section refused = new Section(false, "section.refused", ShellText.of(command), made);
            return new PasskeyPrompt(GET, person.login(), "", "", "", refused);
        }
        Map<String, ?> fields = made.fields();
        String credentials = String.join(
                " ",
                fields.get("passkeys") instanceof List<?> passkeys
                        ? passkeys.stream()
                                .filter(Map.class::isInstance)
                                .map(each -> String.valueOf(((Map<?, ?>) each).get("credential")))
                                .toList()
                        : List.of());
        return new PasskeyPrompt(
                GET,
                person.login(),
                String.valueOf(fields.get("nonce")),
                String.valueOf(fields.get("challenge")),
                credentials,
                null);
    }
}
