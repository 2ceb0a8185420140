extension TablePrompt {
  /// Sign-ins to Entra ID.
  static let signinLogs = """
    Look for one address that fails against many accounts, many failures and then a success, sign-ins from countries or     clients new to the user, travel that is not possible, legacy protocols, repeated multi-factor prompts, and risk states. Result 0 is a     success; 50126 is a wrong password; 50053 a locked account; 50074 and 50076 ask for a second factor.
    """
}
