package se.partnersec.gallra.demo.company;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeopleTest {
    @Test
    void the_check_digit_is_that_of_swedish_organisation_numbers() {
        // 212000-0142 is the City of Stockholm's, as its own pages say.
        assertThat(People.checkDigit("212000014")).isEqualTo('2');
        assertThat(People.orgNo(1)).isEqualTo("999900-0012");
    }

    @Test
    void names_in_addresses_have_plain_letters() {
        assertThat(People.email(24)).isEqualTo("orjan.tallberg24@exempel.se");
    }
}
