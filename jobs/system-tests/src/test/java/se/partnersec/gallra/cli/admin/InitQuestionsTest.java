package se.partnersec.gallra.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import se.partnersec.gallra.cli.output.CliMessages;
import se.partnersec.gallra.cli.output.Terminal;

/** Each question can be passed over, and takes no answer that means nothing. */
class InitQuestionsTest {
    private static final List<String> ALL = List.of("billing", "crm", "wiki");

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private InitQuestions answered(String answers) {
        return new InitQuestions(
                new Terminal(new ByteArrayOutputStream(), said, true, false),
                CliMessages.of("en", Map.of()),
                new BufferedReader(new StringReader(answers)));
    }

    @Test
    void enter_and_the_end_of_the_input_take_the_default() {
        assertThat(answered("\n").schemas(ALL)).isEqualTo(ALL);
        assertThat(answered("").schemas(ALL)).isEqualTo(ALL);
        assertThat(answered("\n").zone()).isNull();
        assertThat(answered("").zone()).isNull();
    }

    @Test
    void an_answer_counts() {
        assertThat(answered("crm, billing\n").schemas(ALL)).containsExactly("crm", "billing");
        assertThat(answered("Europe/Stockholm\n").zone()).isEqualTo(ZoneId.of("Europe/Stockholm"));
    }

    @Test
    void a_wrong_answer_is_asked_again_three_times_at_most() {
        assertThat(answered("cmr\ncrm\n").schemas(ALL)).containsExactly("crm");
        assertThat(answered("a\nb\nc\ncrm\n").schemas(ALL)).isEqualTo(ALL);
        assertThat(answered("Stockholm\nUTC\n").zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("'Stockholm' is not known");
    }

    @Test
    void one_schema_is_not_asked_for() {
        assertThat(answered("nonsense\n").schemas(List.of("crm"))).containsExactly("crm");
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
