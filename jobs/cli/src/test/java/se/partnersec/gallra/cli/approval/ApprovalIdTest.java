package se.partnersec.gallra.cli.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Each name is of one kind, and what could be of two is of none. */
class ApprovalIdTest {
    @ParameterizedTest
    @CsvSource({
        "A-12, REQUEST, 12",
        "a-12, REQUEST, 12",
        "P-12, PERMIT, 12",
        "p-12, PERMIT, 12",
        "P-20261124, PERMIT, 20261124",
        "p-20261124-0200, PLAN, p-20261124-0200",
        "P-20261124-0200-12, PLAN, p-20261124-0200-12"
    })
    void tells_the_kind_by_its_form(String text, ApprovalId.Kind kind, String name) {
        assertThat(new ApprovalId.Converter().convert(text)).isEqualTo(new ApprovalId(kind, name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12",
                "A12",
                "A-",
                "H-12",
                "A-1x",
                "p-20261124-02",
                "p-20261124-0200-",
                "A-1234567890123456789"
            })
    void refuses_everything_else(String text) {
        assertThatThrownBy(() -> new ApprovalId.Converter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("write it like A-12, P-12 or p-20261124-0200; see gallra approvals list");
    }
}
