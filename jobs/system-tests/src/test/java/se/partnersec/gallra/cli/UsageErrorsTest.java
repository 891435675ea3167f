package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import se.partnersec.gallra.testing.assertion.EnglishWords;

/** Errors of a command line that picocli words: the same in English as before, and in Swedish. */
class UsageErrorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "statsu|Unknown argument: 'statsu'|Okänt argument: 'statsu'",
                "statsu|Did you mean: gallra status or gallra|Menades: gallra status eller gallra",
                "policy check a b|Unknown arguments: 'a', 'b'|Okända argument: 'a', 'b'",
                "policy adopt --reason x --dry|Unknown option: '--dry'|Okänd flagga: '--dry'",
                "policy show --format xml|Unknown options: '--format', 'xml'|Okända flaggor: '--format', 'xml'",
                "status --chek|Possible solutions: --check|Möjliga flaggor: --check",
                "runs resume 9|Missing required option: '--reason=TEXT'|Nödvändig flagga saknas: '--reason=TEXT'",
                "holds permits add|Missing required options: '--reference=TEXT', '--from=DATE'|Nödvändiga flaggor saknas: '--reference=TEXT', '--from=DATE'",
                "suppressed|Missing required parameter: 'EMAIL'|Nödvändigt argument saknas: 'EMAIL'",
                "report|Missing required options and parameters: '--output=FILE', 'REPORT'|Nödvändiga flaggor och argument saknas: '--output=FILE', 'REPORT'",
                "policy adopt --reason|Missing required parameter for option '--reason' (TEXT)|Värde saknas för flaggan '--reason' (TEXT)",
                "requests decide R-9 --accept --refuse|Error: --accept, --refuse are mutually exclusive (specify only one)|--accept, --refuse utesluter varandra (ange bara en)",
                "requests decide R-9|give one of: --accept|ange ett av: --accept",
                "holds find|give one of: --customer=KEY, --user=KEY|ange ett av: --customer=KEY, --user=KEY",
                "holds find --invoice 1 --customer 2|Give only one of these: --invoice=1, --customer=2|Ange bara ett av dessa: --invoice=1, --customer=2",
                "runs restart x|Invalid value for RUN: 'x' is not a number|Ogiltigt värde för RUN: 'x' är inget tal",
                "run ip-logs --run-for soon|Invalid value for option '--run-for': 'soon' is no length|Ogiltigt värde för flaggan '--run-for': 'soon' är ingen tidslängd",
                "policy adopt --reason x --reason y|option '--reason' (TEXT) should be specified only once|flaggan '--reason' (TEXT) får bara anges en gång",
            })
    void are_worded_in_both_languages(String typed, String english, String swedish) {
        Typed said = Typed.command(new ScriptedServices(), typed.split(" "));
        Typed sagt = Typed.command(new ScriptedServices(), ("--lang sv " + typed).split(" "));

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains(english);
        assertThat(sagt.exit()).isEqualTo(2);
        assertThat(sagt.err()).contains(swedish);
        assertThat(EnglishWords.in(sagt.err())).as(sagt.err()).isEmpty();
    }
}
