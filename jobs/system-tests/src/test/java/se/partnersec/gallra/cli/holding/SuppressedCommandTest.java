package se.partnersec.gallra.cli.holding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.cli.ScriptedServices;
import se.partnersec.gallra.cli.Typed;

class SuppressedCommandTest {
    private static ScriptedServices services() {
        return new ScriptedServices()
                .on(
                        "suppressed",
                        args -> "anna@exempel.se".equals(args[0])
                                ? Map.of("newsletter", LocalDate.of(2026, 11, 1))
                                : Map.of());
    }

    @Test
    void says_where_an_address_said_no_and_ends_with_10() {
        Typed answer = Typed.command(services(), "suppressed", "anna@exempel.se");

        assertThat(answer.exit()).isEqualTo(10);
        assertThat(answer.out()).contains("newsletter", "2026-11-01").doesNotContain("anna");
        assertThat(Typed.command(services(), "suppressed", "anna@exempel.se", "--channel", "Newsletter")
                        .exit())
                .isEqualTo(10);
    }

    @Test
    void ends_with_0_for_another_address_or_channel() {
        assertThat(Typed.command(services(), "suppressed", "bo@exempel.se"))
                .isEqualTo(new Typed(
                        0,
                        "Not on the suppression list. An address is put there when its subscription is erased; until then the subscription itself says whether consent was withdrawn.\n",
                        ""));
        assertThat(Typed.command(services(), "suppressed", "anna@exempel.se", "--channel", "erbjudanden")
                        .exit())
                .isZero();
        assertThat(Typed.command(services(), "suppressed", "bo@exempel.se", "--lang", "sv")
                        .out())
                .isEqualTo(
                        "Ingen reklamspärr. En adress spärras när dess prenumeration raderas; till dess anger prenumerationen själv om samtycket är återkallat.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "anna@exempel.se bo@exempel.se", "@exempel.se"})
    void refuses_what_is_not_one_address_without_repeating_it(String typed) {
        ScriptedServices services = services();
        Typed answer = Typed.command(services, ("suppressed " + typed).split(" "));

        assertThat(answer.exit()).isEqualTo(2);
        assertThat(answer.err()).contains("Which address?").doesNotContain("bo@", "'anna");
        assertThat(services.asked()).isEmpty();
    }
}
