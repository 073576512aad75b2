package graph

import "zhas/internal/programme"

// refusalMessages are what people are told when the programme refuses. Those
// with a %d speak of the refusal's amount.
var refusalMessages = map[programme.RefusalCode]Message{
	programme.RefusedRequired: {
		"Бұл өрісті толтырыңыз.",
		"Заполните это поле.",
		"Fill this in.",
	},
	programme.RefusedInvalid: {
		"Бұл мән жарамайды.",
		"Это значение не подходит.",
		"This value cannot be used.",
	},
	programme.RefusedTooShort: {
		"Тым қысқа: кемінде %d таңба керек.",
		"Слишком коротко: нужно не меньше %d символов.",
		"Too short: at least %d characters are needed.",
	},
	programme.RefusedTooLong: {
		"Тым ұзын: ең көбі %d таңба.",
		"Слишком длинно: не больше %d символов.",
		"Too long: %d characters at most.",
	},
	programme.RefusedTooCommon: {
		"Мұндай құпиясөзді бәрі біледі. Басқасын таңдаңыз.",
		"Такой пароль слишком известен. Выберите другой.",
		"This password is too well known. Choose another one.",
	},
	programme.RefusedNotFound: {
		"Мұндай жазба табылмады.",
		"Такая запись не найдена.",
		"There is no such record.",
	},
	programme.RefusedNotAllowed: {
		"Бұған өкілеттігіңіз жоқ.",
		"У вас нет на это полномочий.",
		"You may not do this.",
	},
	programme.RefusedSignIn: {
		"Алдымен жүйеге кіріңіз.",
		"Сначала войдите.",
		"Sign in first.",
	},
	programme.RefusedCredentials: {
		"Электрондық пошта немесе құпиясөз дұрыс емес.",
		"Неверный адрес электронной почты или пароль.",
		"The e-mail address or the password is wrong.",
	},
	programme.RefusedPassword: {
		"Құпиясөз дұрыс емес.",
		"Неверный пароль.",
		"The password is wrong.",
	},
	programme.RefusedCode: {
		"Код дұрыс емес немесе ескірген.",
		"Код неверен или устарел.",
		"The code is wrong or out of date.",
	},
	programme.RefusedLink: {
		"Сілтеме жарамсыз немесе мерзімі өткен. Жаңасын сұраңыз.",
		"Ссылка недействительна или устарела. Запросите новую.",
		"The link does not work any more. Ask for a new one.",
	},
	programme.RefusedThrottled: {
		"Тым көп әрекет жасалды. %d секундтан кейін қайталаңыз.",
		"Слишком много попыток. Повторите через %d с.",
		"Too many attempts. Try again in %d seconds.",
	},
	programme.RefusedBusy: {
		"Сервер бос емес. %d секундтан кейін қайталаңыз.",
		"Сервер занят. Повторите через %d с.",
		"The server is busy. Try again in %d seconds.",
	},
	programme.RefusedLastAdministrator: {
		"Бағдарламада кемінде бір әкімші қалуы керек.",
		"В программе должен остаться хотя бы один администратор.",
		"The programme needs at least one administrator.",
	},
	programme.RefusedAlreadySecondFactor: {
		"Екінші фактор қосулы: оны растаңыз.",
		"Второй фактор уже действует: подтвердите его.",
		"A second factor is in force: confirm it.",
	},
	programme.RefusedConsent: {
		"Алдымен келісім мәтінін оқып, онымен келісіңіз.",
		"Сначала прочитайте текст согласия и согласитесь с ним.",
		"Read the text of the consent and agree to it first.",
	},
	programme.RefusedGuardian: {
		"18 жасқа толмағандар үшін заңды өкілінің келісімі керек. Алдымен одан сұраңыз.",
		"За тех, кому нет 18 лет, согласие даёт законный представитель. Сначала попросите его.",
		"For people under 18 a guardian has to agree. Ask them first.",
	},
	programme.RefusedConsented: {
		"Бұған келісім берілген.",
		"Согласие на это уже дано.",
		"This was agreed to already.",
	},
	programme.RefusedRegistered: {
		"Сіз тіркеліп қойғансыз.",
		"Вы уже зарегистрированы.",
		"You are registered already.",
	},
	programme.RefusedAttested: {
		"Бұл ЖСН басқа тіркеуде құжатпен расталған. Екеуін салыстырыңыз.",
		"Этот ИИН уже подтверждён документом в другой регистрации. Сравните обе.",
		"This identity number was attested in another registration. Compare the two.",
	},
	programme.RefusedDecided: {
		"Бұл туралы шешім қабылданып қойған. Бетті жаңартыңыз.",
		"Об этом уже решено. Обновите страницу.",
		"This is decided already. Load the page again.",
	},
	programme.RefusedBothAttested: {
		"Екеуінің де құжаттары көрілген: бұлар — екі адам. Құжаттардың бірі қате расталған болса, алдымен соны анықтаңыз.",
		"Документы видели у обоих: это два человека. Если один документ подтверждён по ошибке, сначала выясните это.",
		"Documents of both were seen: they are two people. If one was attested by mistake, clear that up first.",
	},
	programme.RefusedKeepAttested: {
		"Құжаты көрілген профильді қалдырыңыз.",
		"Оставьте профиль, документ которого видели.",
		"Keep the profile whose document was seen.",
	},
	programme.RefusedOneTeam: {
		"Екеуі бір жобаның тобында. Алдымен біреуін топтан шығарыңыз.",
		"Оба состоят в команде одного проекта. Сначала выведите одного из команды.",
		"Both are in the team of one project. Take one of them out of it first.",
	},
	programme.RefusedReviewed: {
		"Мұны біреу тексеріп қойған.",
		"Это уже проверил кто-то другой.",
		"Somebody has reviewed this already.",
	},
}
