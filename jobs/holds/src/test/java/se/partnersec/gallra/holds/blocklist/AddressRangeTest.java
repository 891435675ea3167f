package se.partnersec.gallra.holds.blocklist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, c0000207, c0000207",
        "' 192.0.2.7 ', c0000207, c0000207",
        "::ffff:192.0.2.7, c0000207, c0000207",
        "192.0.2.77/24, c0000200, c00002ff",
        "192.0.2.7/31, c0000206, c0000207",
        "0.0.0.0/0, 00000000, ffffffff",
        "2001:DB8::1, 20010db8000000000000000000000001, 20010db8000000000000000000000001",
        "2001:db8:0:0::0:1, 20010db8000000000000000000000001, 20010db8000000000000000000000001",
        "2001:db8::/33, 20010db8000000000000000000000000, 20010db87fffffffffffffffffffffff"
    })
    void reads_an_address_or_range_however_it_is_spelt(String text, String low, String high) {
        AddressRange range = AddressRange.of(text).orElseThrow();
        assertThat(HexFormat.of().formatHex(range.low())).isEqualTo(low);
        assertThat(HexFormat.of().formatHex(range.high())).isEqualTo(high);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "paket.example",
                "192.0.2",
                "192.0.2.256",
                "192.0.2.7/33",
                "2001:db8::/129",
                "2001:db8:",
                "1.2.3.4.5",
                "cafe",
                "::1::",
                "192.0.2.7/"
            })
    void leaves_alone_what_is_neither(String text) {
        assertThat(AddressRange.of(text)).isEmpty();
    }
}
