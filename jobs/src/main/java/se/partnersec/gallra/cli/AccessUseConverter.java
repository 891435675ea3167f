package se.partnersec.gallra.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import se.partnersec.gallra.access.AccessUse;

/** Reads what an account of the object store is for. */
final class AccessUseConverter implements ITypeConverter<AccessUse> {
    @Override
    public AccessUse convert(String text) {
        return AccessUse.of(text)
                .orElseThrow(() -> new TypeConversionException(
                        "there is no account '" + text + "'; choose from " + String.join(", ", AccessUse.ids())));
    }
}
