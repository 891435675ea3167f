package se.partnersec.gallra.holds.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static se.partnersec.gallra.testing.assertion.Refusals.refusedWith;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.partnersec.gallra.policy.fact.HoldType;
import se.partnersec.gallra.policy.fact.ScopeType;
import se.partnersec.gallra.policy.rule.DataCategory;
import se.partnersec.gallra.support.exit.ExitCode;
import se.partnersec.gallra.support.exit.RefusedException;

class HoldCsvReaderTest {
    private static final List<DataCategory> CATEGORIES =
            List.of(new DataCategory("chat-logs"), new DataCategory("ip-logs"));
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);
    private static final String HEAD = "type,scope,key,category,until,review_by,basis,reason\n";
    private static final String SOUND = "legal-claim,customer,K10003,,,2027-06-30,GDPR 17(3)(e),tvist\n";

    private static List<NewHold> parse(String text) {
        return HoldCsvReader.parse(text, TODAY, CATEGORIES);
    }

    @Test
    void reads_a_hold_from_every_cell() {
        assertThat(
                        parse(
                                HEAD
                                        + "security_incident,category,ip-logs,ip-logs,2027-01-31,2026-12-31,\"LEK, 9 kap.\",\"sade \"\"nej\"\"\""))
                .containsExactly(new NewHold(
                        HoldType.SECURITY_INCIDENT,
                        new HoldScope(ScopeType.CATEGORY, "ip-logs"),
                        new DataCategory("ip-logs"),
                        LocalDate.of(2027, 1, 31),
                        LocalDate.of(2026, 12, 31),
                        "LEK, 9 kap.",
                        "sade \"nej\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEAD + SOUND,
                "\uFEFF" + HEAD + SOUND,
                "reason;key;scope;type;review_by\r\n\"tvist\";K10003;Customer;LEGAL_CLAIM;2027-06-30\r\n\r\n",
                "type,scope,key,reason,review_by\nlegal-claim,customer,K10003,\"tvist\",2027-06-30"
            })
    void reads_commas_semicolons_and_both_ends_of_line(String text) {
        assertThat(parse(text)).singleElement().satisfies(hold -> {
            assertThat(hold.type()).isEqualTo(HoldType.LEGAL_CLAIM);
            assertThat(hold.scope()).isEqualTo(new HoldScope(ScopeType.CUSTOMER, "K10003"));
            assertThat(hold.reviewBy()).isEqualTo(LocalDate.of(2027, 6, 30));
            assertThat(hold.reason()).isEqualTo("tvist");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            tvist-x,customer,K1,,,2027-06-30,,r       | line 3: there is no type of hold 'tvist-x'; such are legal-claim
            dispute,kund,K1,,,2027-06-30,,r           | line 3: there is no scope 'kund'; such are customer
            dispute,category,sms,,,2027-06-30,,r      | line 3: there is no category 'sms'
            dispute,customer,K1,sms,,2027-06-30,,r    | line 3: there is no category 'sms'
            dispute,record,17,,,2027-06-30,,r         | line 3: a record is named like chat-logs:3, was '17'
            dispute,customer,,,,2027-06-30,,r         | line 3: the customer of a hold must have 1 to 255 characters
            dispute,customer,K1,,2026-02-29,,,r       | line 3: '2026-02-29' is not a day of the calendar
            dispute,customer,K1,,2026-11-23,,,r       | line 3: the hold would have ended before today
            dispute,customer,K1,,,,,r                 | line 3: a hold needs an end or a review date
            dispute,customer,K1,,,2027-06-30,,        | line 3: a hold needs a reason
            authority-order,user,u,,,2027-06-30,,r    | line 3: an authority order needs its end date
            dispute,customer,K1                       | line 3: 3 cells under 8 columns
            dispute,"customer                         | line 3: a quote is opened and not closed
            dispute,"customer"K1                      | line 3: after a closing quote comes a separator
            """)
    void names_each_fault_with_its_line(String line, String says) {
        assertThatThrownBy(() -> parse(HEAD + SOUND + line))
                .satisfies(refusedWith(ExitCode.USAGE))
                .hasMessageContaining(says);
    }

    @Test
    void names_all_faults_at_once_and_counts_lines_within_quotes() {
        assertThatThrownBy(() -> parse(HEAD
                        + "dispute,customer,K1,,,2027-06-30,,\"två\nrader\"\n"
                        + "x,y,K1,,,2027-06-30,,r\n"
                        + SOUND
                        + "dispute,customer,K1,,i morgon,,,r\n"))
                .satisfies(refusedWith(ExitCode.USAGE))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.substring(0, 7))
                                .containsExactly("line 2:", "line 4:", "line 4:", "line 6:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a,b\n", "type,scope,key\n", "type,scope,key,reason,reason\n", "type scope key reason\n"})
    void refuses_a_first_line_without_the_columns(String text) {
        assertThatThrownBy(() -> parse(text)).hasMessageContaining("the first line must name the columns");
    }

    @Test
    void refuses_more_holds_than_one_gate_transaction_should_place() {
        assertThat(parse(HEAD + SOUND.repeat(HoldCsvReader.MOST))).hasSize(HoldCsvReader.MOST);
        assertThatThrownBy(() -> parse(HEAD + SOUND.repeat(HoldCsvReader.MOST + 1)))
                .hasMessageContaining("5000 are the most: split it");
    }
}
