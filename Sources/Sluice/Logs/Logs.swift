import Logging

/// Where log events go, once per process.
enum Logs {
    static func start(_ settings: Settings) -> Logger {
        LoggingSystem.bootstrap { label in
            LineLogHandler(logLevel: settings.logLevel, label: label, format: settings.logFormat)
        }
        return Logger(label: "sluice")
    }
}
