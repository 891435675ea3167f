package se.partnersec.gallra.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of this jar, and of the Java it runs on. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "gallra " + (version == null ? "(not packaged)" : version) + ", Java " + System.getProperty("java.version")
        };
    }
}
