package se.partnersec.gallra.config.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordKeyTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "007, 7",
        "999999999999999999, 999999999999999999",
        "1000000000000000000, 1000000000000000000",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, -9223372036854775808",
        "18446744073709551615, -1",
    })
    void holds_whatever_unsigned_64_bits_hold(String digits, long bits) {
        RecordKey key = new RecordKey(digits, true);

        assertThat(key.unsigned()).isEqualTo(bits);
        assertThat(key.text()).isEqualTo(digits);
    }

    /** A pointer may hold anything; only who asks for its number may be told that it has none. */
    @ParameterizedTest
    @ValueSource(strings = {"", "null", "-5", "12.5", "1e3", "+5x", "18446744073709551616"})
    void is_made_of_text_that_is_no_such_number(String text) {
        RecordKey key = new RecordKey(text, true);

        assertThat(key.text()).isEqualTo(text);
        assertThatThrownBy(key::unsigned).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void tells_a_number_from_the_same_digits_as_text() {
        assertThat(new RecordKey("7", true)).isEqualTo(RecordKey.of(7)).isNotEqualTo(new RecordKey("7", false));
    }
}
