package se.partnersec.gallra.config.rules;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.partnersec.gallra.policy.rule.DataCategory;

/**
 * What {@code register.yml} says of the company for the record of processing activities (GDPR Art. 30(1)). Null is what nobody
 * declared, which is not the same as none.
 *
 * @param personalData categories of personal data, by category; where there is none, the text of the category holds
 * @param transfers to third countries, by category; null if nobody declared them, empty if there are none
 * @param security measures (GDPR Art. 32(1)), empty if nobody declared any
 */
public record ControllerDeclaration(
        @Nullable String name,
        @Nullable String organisationNumber,
        @Nullable String contact,
        @Nullable String jointControllers,
        @Nullable String representative,
        @Nullable String dataProtectionOfficer,
        Map<DataCategory, String> personalData,
        @Nullable Map<DataCategory, Transfer> transfers,
        List<String> security) {

    static final ControllerDeclaration NOTHING =
            new ControllerDeclaration(null, null, null, null, null, null, Map.of(), null, List.of());

    /**
     * @param to country and purpose; null if it is not declared
     * @param safeguard the basis of the transfer, such as an adequacy decision (GDPR Art. 44 to 49); null if it is not declared
     */
    public record Transfer(@Nullable String to, @Nullable String safeguard) {}
}
