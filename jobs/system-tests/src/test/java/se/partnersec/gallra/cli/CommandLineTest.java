package se.partnersec.gallra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed is understood, or refused in words that help, before anything is opened. */
class CommandLineTest {
    private final ScriptedServices services = new ScriptedServices();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "help",
                "help run",
                "run --help",
                "plan -h",
                "runs list --help",
                "runs pause --help",
                "runs set --help",
                "runs order --help",
                "runs order start --help",
                "worker --help",
                "runs stop --help",
                "runs resume --help",
                "holds add --help",
                "holds years add --help",
                "holds years remove --help",
                "people --help",
                "people list --help",
                "people add --help",
                "people remove --help",
                "people leave --help",
                "passkeys --help",
                "passkeys list --help",
                "passkeys add --help",
                "passkeys end --help",
                "passkeys offer --help",
                "passkeys challenge --help",
                "passkeys approve --help",
                "fraud block --help",
                "requests --help",
                "requests add --help",
                "requests decide --help",
                "requests answer --help",
                "suppressed --help",
                "users inactive --help",
                "holds import --help",
                "holds release --help",
                "runs prune --help",
                "holds reconcile --help",
                "holds permits --help",
                "holds permits add --help",
                "demo books --help",
                "metrics --help",
                "--version",
                "completion",
                "demo --help"
            })
    void answers_help_version_and_completion_without_asking_any_room(String typed) {
        Typed answer = Typed.command(services, typed.split(" "));

        assertThat(answer.exit()).isZero();
        assertThat(answer.out()).isNotBlank();
        assertThat(answer.err()).isEmpty();
        assertThat(services.asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            run ip-log                       | there is no category 'ip-log'; did you mean ip-logs? choose from call-recordings, chat-logs, ip-logs
            run ip-logs traffic-data         | there is no category 'traffic-data'; choose from call-recordings
            run                              | Which category? Name one or more of call-recordings, chat-logs, ip-logs, ip-log-files, or say --all
            run --all ip-logs                | Either name categories or say --all, not both
            run ip-logs --as-of 2026-11-25   | --as-of 2026-11-25 is in the future; today is 2026-11-24. To look ahead: gallra plan
            run ip-logs --as-of 2026-02-29   | '2026-02-29' is not a day of the calendar; write it like 2026-11-24
            run ip-logs --as-of yesterday    | 'yesterday' is not a day of the calendar
            plan nothing                     | there is no category 'nothing'
            rum ip-logs                      | Did you mean: gallra run
            runs                             | Which command? allow, pause, resume, stop, set, order, prune, list
            runs pause 12                    | Missing required option: '--reason=TEXT'
            runs pause 12 --reason r --for 5 | '5' is no length of time: write it like 45m, 2h or 1h30m
            runs pause 12 --reason r --until 25:00 | '25:00' is no time: write 06:00
            runs pause 12 --reason r --for 2h --until 06:00 | mutually exclusive
            runs stop --reason r             | Which run? Give its number, or say --all
            runs stop 12 --all --reason r    | Which run? Give its number, or say --all
            runs stop --all                  | Missing required option: '--reason=TEXT'
            runs set 12 --reason r           | Nothing to set: give --rate, --chunk or both
            runs set 12 --reason r --rate 0/s | '0/s' is not a rate: write rows a second from 1 to 1000000
            runs set 12 --reason r --rate 1000001/s | '1000001/s' is not a rate
            runs set 12 --reason r --chunk 0 | '0' is not a size of a chunk: write a number from 1 to 10000
            runs set 12 --reason r --chunk 10001 | '10001' is not a size of a chunk
            runs resume 12                   | Missing required option: '--reason=TEXT'
            runs resume all --reason r       | 'all' is not a number
            run ip-logs --rate fast          | 'fast' is not a rate
            run ip-logs --chunk 0            | '0' is not a size of a chunk
            run ip-logs --run-for soon       | 'soon' is no length of time
            runs allow ip-logs               | Missing required option: '--reason=TEXT'
            runs allow --reason r            | Which category?
            runs allow ip-logs --reason r --max-delete 0 | --max-delete must be a number of records from 1 on, was 0
            runs allow ip-logs --reason r --max-delete 5% | '5%' is not a number
            run ip-logs --max-delete 0       | '0' is not a number of records: write 5000, or 2% for a part
            run ip-logs --max-delete 101%    | '101%' is not a number of records
            plans                            | Which command? diff, list, show
            approvals                        | Which command? approve, list, show, withdraw
            approvals approve                | Missing required parameter: 'APPROVAL'
            approvals approve third          | 'third' is no such number: write it like A-12, P-12 or p-20261124-0200; see gallra approvals list
            approvals approve 12             | '12' is no such number: write it like A-12
            approvals approve A-12 12        | Unknown argument: '12'
            approvals withdraw A-3           | Missing required option: '--reason=TEXT'
            approvals withdraw P-3           | Missing required option: '--reason=TEXT'
            requests                         | Which command? decide, answer, add
            requests show R1                 | 'R1' is not the number of a request: write it like R-12
            requests add --type eraser --user x | Invalid value for option '--type'
            requests add --type erasure      | give one of: --user=KEY, --name=TEXT
            requests decide R-1              | give one of: --accept, --refuse
            runs show first                  | 'first' is not a number
            runs show 4 --limit=-1           | '-1' is not a number
            runs list --limit=99999999999    | '99999999999' is not a number
            runs list --category sms         | there is no category 'sms'; choose from
            explain ip-logs                  | 'ip-logs' names no record: write CATEGORY:KEY, such as chat-logs:3
            explain chat-logs:\uFFFD\uFFFDrende | a letter of the command line was lost on the way in: set LC_ALL=C.UTF-8
            explain calls:3                  | there is no category 'calls'
            holds release twelve --reason x  | 'twelve' is not the number of a hold: write it like H-12
            holds add --type x --user u --reason r | there is no type of hold 'x'; choose from legal-claim, dispute
            holds add --type dispute --reason r    | give one of:
            holds find --user                | --user
            holds import                           | --sie=FILE
            holds import --sie a --csv b           | mutually exclusive
            holds import --sie a --accept-shorter  | --accept-shorter needs a reason of 1 to 500 characters: give --reason
            holds import --csv b --reason r        | --accept-shorter, --reason and --entity go with --sie
            holds reconcile --limit few            | 'few' is not a number
            holds permits                          | Which command? add, list
            holds permits add --record a:1 --from 2027-01-01 --reason r | Missing required option: '--reference=TEXT'
            holds permits add --reference x --from 2027-01-01 --reason r | give one of:
            holds permits add --reference x --from 2027-01-01 --reason r --record 77 | '77' names no record: write CATEGORY:KEY
            holds permits add --reference x --from 2027-01-01 --reason r --record calls:1 | there is no category 'calls'
            holds permits add --reference x --from 2027-01-01 --reason r --category chat-logs | --year=DATE
            holds permits add --reference x --from soon --reason r --record chat-logs:1 | 'soon' is not a day of the calendar
            holds years add 2026             | '2026' is not a fiscal year: write it like 2026-05-01..2027-04-30
            holds years add 2026-01-01..2028-12-31 | at most 18 months
            fraud                            | Which command? block, find, lift
            fraud block 192.0.2.7 --reason r | Missing required option: '--review-by=DATE'
            fraud block 192.0.2.7 --reason r --review-by soon | 'soon' is not a day of the calendar
            fraud lift 7                     | Missing required option: '--reason=TEXT'
            """)
    void refuses_what_it_cannot_understand_with_the_cure_and_code_2(String typed, String says) {
        Typed answer = Typed.command(services, typed.split(" "));

        assertThat(answer.err()).contains(says).contains("Try: gallra").doesNotContain("\tat ");
        assertThat(answer.out()).isEmpty();
        assertThat(answer.exit()).isEqualTo(2);
        assertThat(services.asked()).isEmpty();
    }

    @Test
    void lists_every_exit_code_in_its_help() {
        assertThat(Typed.command(services, "--help").out())
                .contains(
                        "Exit codes:",
                        "0    done",
                        "9    the same category, or one that locks the same rows, is already running",
                        "10   a check");
    }

    @Test
    void writes_no_colour_where_nobody_watches() {
        assertThat(Typed.command(services, "--help").out()).doesNotContain("\u001b");
        assertThat(Typed.command(services, "run", "x").err()).doesNotContain("\u001b", "\r");
    }
}
