<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
  <context>
    <name>Access</name>
    <message>
      <source>A card is seen by the one it was handed to. Who handed it over keeps its text.</source>
      <translation>Un cas est vu par la personne qui l’a reçu. Qui l’a transmis en garde le texte.</translation>
    </message>
    <message>
      <source>A card is settled by the one it was handed to.</source>
      <translation>Un cas est résolu par la personne qui l’a reçu.</translation>
    </message>
    <message>
      <source>A clinic is founded by the owner of the server, not from within the program.</source>
      <translation>Une clinique est créée par le propriétaire du serveur, pas depuis le programme.</translation>
    </message>
    <message>
      <source>A clinic is founded by the owner of the server.</source>
      <translation>Une clinique est créée par le propriétaire du serveur.</translation>
    </message>
    <message>
      <source>Administrators add kinds of appointment.</source>
      <translation>Les administrateurs ajoutent les types de rendez-vous.</translation>
    </message>
    <message>
      <source>Administrators add people. System administrators are made by the owner of the server.</source>
      <translation>Les administrateurs ajoutent des personnes. Les administrateurs système sont nommés par le propriétaire du serveur.</translation>
    </message>
    <message>
      <source>Administrators add rooms.</source>
      <translation>Les administrateurs ajoutent des salles.</translation>
    </message>
    <message>
      <source>Administrators add those one can book with.</source>
      <translation>Les administrateurs ajoutent les professionnels qui reçoivent.</translation>
    </message>
    <message>
      <source>Administrators change kinds of appointment.</source>
      <translation>Les administrateurs modifient les types de rendez-vous.</translation>
    </message>
    <message>
      <source>Administrators change the rules. A second proof is demanded of all only by who shows one.</source>
      <translation>Les administrateurs modifient les règles. Seul qui présente une seconde vérification peut l’exiger de tous.</translation>
    </message>
    <message>
      <source>Administrators change those one can book with.</source>
      <translation>Les administrateurs modifient les professionnels qui reçoivent.</translation>
    </message>
    <message>
      <source>Administrators change working hours.</source>
      <translation>Les administrateurs modifient les horaires de travail.</translation>
    </message>
    <message>
      <source>Administrators correct the clinic's own details.</source>
      <translation>Les administrateurs corrigent les données de la clinique.</translation>
    </message>
    <message>
      <source>Administrators give roles, rename and deactivate people, except system administrators; the last administrator stays.</source>
      <translation>Les administrateurs attribuent les rôles, renomment et désactivent les personnes, sauf les administrateurs système ; le dernier administrateur reste.</translation>
    </message>
    <message>
      <source>Administrators invite people.</source>
      <translation>Les administrateurs invitent des personnes.</translation>
    </message>
    <message>
      <source>Administrators invite people. System administrators are made by the owner of the server.</source>
      <translation>Les administrateurs invitent des personnes. Les administrateurs système sont nommés par le propriétaire du serveur.</translation>
    </message>
    <message>
      <source>Administrators order that a computer forgets what it holds of one of their people.</source>
      <translation>Les administrateurs ordonnent qu’un ordinateur oublie ce qu’il garde d’une de leurs personnes.</translation>
    </message>
    <message>
      <source>Administrators rename rooms and take them out of use.</source>
      <translation>Les administrateurs renomment les salles et les retirent.</translation>
    </message>
    <message>
      <source>Administrators see the addresses and the computers of their clinic's people.</source>
      <translation>Les administrateurs voient les adresses et les ordinateurs des personnes de leur clinique.</translation>
    </message>
    <message>
      <source>Administrators see who is invited.</source>
      <translation>Les administrateurs voient qui est invité.</translation>
    </message>
    <message>
      <source>Administrators set the rules. A second proof is demanded of all only by who shows one.</source>
      <translation>Les administrateurs fixent les règles. Seul qui présente une seconde vérification peut l’exiger de tous.</translation>
    </message>
    <message>
      <source>Administrators set working hours.</source>
      <translation>Les administrateurs fixent les horaires de travail.</translation>
    </message>
    <message>
      <source>Administrators take a lost second proof off somebody's account.</source>
      <translation>Les administrateurs retirent d’un compte une seconde vérification perdue.</translation>
    </message>
    <message>
      <source>Administrators take such an order back while it has not been heard.</source>
      <translation>Les administrateurs reviennent sur cet ordre tant qu’il n’a pas été reçu.</translation>
    </message>
    <message>
      <source>Administrators take working hours back.</source>
      <translation>Les administrateurs retirent des horaires de travail.</translation>
    </message>
    <message>
      <source>Administrators withdraw invitations.</source>
      <translation>Les administrateurs annulent des invitations.</translation>
    </message>
    <message>
      <source>An account's details are made together with the account.</source>
      <translation>Les données d’un compte sont créées avec le compte.</translation>
    </message>
    <message>
      <source>An account's details go with the account.</source>
      <translation>Les données d’un compte partent avec le compte.</translation>
    </message>
    <message>
      <source>An invitation is withdrawn, not removed, so that who was let in by whom stays known.</source>
      <translation>Une invitation est annulée, pas supprimée, pour qu’on sache toujours qui a fait entrer qui.</translation>
    </message>
    <message>
      <source>Answer</source>
      <translation>Réponse</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Every program compares what it holds with the server.</source>
      <translation>Chaque programme compare ce qu’il garde avec le serveur.</translation>
    </message>
    <message>
      <source>Every program fetches what its person may hold.</source>
      <translation>Chaque programme récupère ce que sa personne peut détenir.</translation>
    </message>
    <message>
      <source>Every program sends what its person wrote; the tables' rules decide about each change.</source>
      <translation>Chaque programme envoie ce que sa personne a écrit ; les règles de chaque table décident de chaque modification.</translation>
    </message>
    <message>
      <source>Every program tells what was done on it. Nobody changes or removes what was told.</source>
      <translation>Chaque programme communique ce qui y a été fait. Personne ne modifie ni ne supprime ce qui a été communiqué.</translation>
    </message>
    <message>
      <source>Everybody corrects their own account, and nobody else's.</source>
      <translation>Chacun corrige son propre compte, et aucun autre.</translation>
    </message>
    <message>
      <source>Everybody may check that their own trail is whole.</source>
      <translation>Chacun peut vérifier que son propre journal est complet.</translation>
    </message>
    <message>
      <source>Everybody may sign themselves out elsewhere.</source>
      <translation>Chacun peut se déconnecter ailleurs.</translation>
    </message>
    <message>
      <source>Everybody of a clinic sees its name, its time zone and how to reach it.</source>
      <translation>Chacun dans une clinique voit son nom, son fuseau horaire et comment la joindre.</translation>
    </message>
    <message>
      <source>Everybody of a clinic sees its rules, for their computer obeys them.</source>
      <translation>Chacun dans une clinique voit ses règles, car son ordinateur y obéit.</translation>
    </message>
    <message>
      <source>Everybody of a clinic sees what one can book.</source>
      <translation>Chacun dans une clinique voit quels rendez-vous existent.</translation>
    </message>
    <message>
      <source>Everybody of a clinic sees whom one can book with.</source>
      <translation>Chacun dans une clinique voit avec qui fixer un rendez-vous.</translation>
    </message>
    <message>
      <source>Everybody sees their own account, and nobody else's; colleagues see the name given in the clinic.</source>
      <translation>Chacun voit son propre compte, et aucun autre ; les collègues voient le nom donné dans la clinique.</translation>
    </message>
    <message>
      <source>Everybody sees what they did themselves. Administrators see what was done in their clinic.</source>
      <translation>Chacun voit ce qu’il a fait. Les administrateurs voient ce qui a été fait dans leur clinique.</translation>
    </message>
    <message>
      <source>Everybody sees where they are signed in.</source>
      <translation>Chacun voit où il est connecté.</translation>
    </message>
    <message>
      <source>I want to</source>
      <translation>Je veux</translation>
    </message>
    <message>
      <source>Needs attention is for those who work in the clinic: it holds what was refused of theirs.</source>
      <translation>À vérifier est pour qui travaille dans la clinique : on y trouve ce qui lui a été refusé.</translation>
    </message>
    <message>
      <source>Nobody is removed: who leaves is deactivated, so that the record of what they did stays.</source>
      <translation>Personne n’est supprimé : qui part est désactivé, pour que reste la trace de ce qu’il a fait.</translation>
    </message>
    <message>
      <source>Nobody removes a clinic: its records have to be kept.</source>
      <translation>Personne ne supprime une clinique : ses dossiers doivent être gardés.</translation>
    </message>
    <message>
      <source>Nobody removes a kind of appointment: it is taken out of use, for visits of the past were of it.</source>
      <translation>Personne ne supprime un type de rendez-vous : il est retiré, car des visites passées en étaient.</translation>
    </message>
    <message>
      <source>Nobody removes a patient: a record is filed away and stays.</source>
      <translation>Personne ne supprime un patient : sa fiche est archivée et reste.</translation>
    </message>
    <message>
      <source>Nobody removes a room: it is taken out of use, for visits of the past were in it.</source>
      <translation>Personne ne supprime une salle : elle est retirée, car des visites y ont eu lieu.</translation>
    </message>
    <message>
      <source>Nobody removes an appointment: it is cancelled, and the record of it stays.</source>
      <translation>Personne ne supprime un rendez-vous : il est annulé, et la trace en reste.</translation>
    </message>
    <message>
      <source>Nobody removes somebody with visits: they are taken off the schedule instead.</source>
      <translation>Personne ne supprime quelqu’un qui a des visites : on le retire de l’agenda.</translation>
    </message>
    <message>
      <source>People and rules is for administrators.</source>
      <translation>Personnes et règles est pour les administrateurs.</translation>
    </message>
    <message>
      <source>Rules are changed, not removed.</source>
      <translation>Les règles se modifient, elles ne se suppriment pas.</translation>
    </message>
    <message>
      <source>Sync status is for those who work in the clinic: it tells what of theirs is on its way.</source>
      <translation>Synchronisation est pour qui travaille dans la clinique : on y voit ce qui est en route.</translation>
    </message>
    <message>
      <source>The clinic asks for a second proof first: the code of an authenticator. Sign in again and show it.</source>
      <translation>La clinique demande d’abord une seconde vérification : le code d’une application d’authentification. Reconnectez-vous et présentez-le.</translation>
    </message>
    <message>
      <source>The clinic's server and this program go by the same rules.</source>
      <translation>Le serveur de la clinique et ce programme suivent les mêmes règles.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic book appointments.</source>
      <translation>L’accueil, les soignants et les administrateurs de la clinique fixent les rendez-vous.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic change absences.</source>
      <translation>L’accueil, les soignants et les administrateurs de la clinique modifient les absences.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic correct patients' details.</source>
      <translation>L’accueil, les soignants et les administrateurs de la clinique corrigent les données des patients.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic enter absences.</source>
      <translation>L’accueil, les soignants et les administrateurs de la clinique inscrivent les absences.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic move, cancel and mark appointments.</source>
      <translation>L’accueil, les soignants et les administrateurs de la clinique déplacent, annulent et marquent les rendez-vous.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic register patients.</source>
      <translation>L’accueil, les soignants et les administrateurs de la clinique enregistrent les patients.</translation>
    </message>
    <message>
      <source>The desk, those who treat and administrators of the clinic take absences back.</source>
      <translation>L’accueil, les soignants et les administrateurs de la clinique retirent les absences.</translation>
    </message>
    <message>
      <source>The patients are for those who work in the clinic.</source>
      <translation>Les patients sont pour qui travaille dans la clinique.</translation>
    </message>
    <message>
      <source>The schedule and the patients' personal details, for everybody who works there.</source>
      <translation>L’agenda et les données personnelles des patients, pour toutes les personnes qui y travaillent.</translation>
    </message>
    <message>
      <source>The schedule is for those who work in the clinic.</source>
      <translation>L’agenda est pour qui travaille dans la clinique.</translation>
    </message>
    <message>
      <source>This program knows no rule about it. Ask an administrator of your clinic.</source>
      <translation>Ce programme ne connaît aucune règle à ce sujet. Demandez à un administrateur de votre clinique.</translation>
    </message>
    <message>
      <source>Those who work in a clinic hand a card to a colleague there; one about a clinical record goes from one who treats to another.</source>
      <translation>Qui travaille dans une clinique transmet un cas à un collègue de celle-ci ; un cas sur un dossier médical passe d’un soignant à un autre.</translation>
    </message>
    <message>
      <source>Those who work in a clinic see its patients; a patient with an account sees their own record.</source>
      <translation>Qui travaille dans une clinique voit ses patients ; un patient qui a un compte voit sa propre fiche.</translation>
    </message>
    <message>
      <source>Those who work in a clinic see its rooms.</source>
      <translation>Qui travaille dans une clinique voit ses salles.</translation>
    </message>
    <message>
      <source>Those who work in a clinic see its schedule; a patient with an account sees their own visits.</source>
      <translation>Qui travaille dans une clinique voit son agenda ; un patient qui a un compte voit ses propres visites.</translation>
    </message>
    <message>
      <source>Those who work in a clinic see the working hours.</source>
      <translation>Qui travaille dans une clinique voit les horaires de travail.</translation>
    </message>
    <message>
      <source>Those who work in a clinic see their colleagues; everybody sees their own membership.</source>
      <translation>Qui travaille dans une clinique voit ses collègues ; chacun voit sa propre appartenance.</translation>
    </message>
    <message>
      <source>Those who work in a clinic see who is away.</source>
      <translation>Qui travaille dans une clinique voit qui est absent.</translation>
    </message>
    <message>
      <source>What everybody of a clinic needs to find their way: its name, whom one can book with, for what.</source>
      <translation>Ce dont chacun a besoin pour s’orienter dans une clinique : son nom, avec qui fixer un rendez-vous, pour quoi.</translation>
    </message>
    <message>
      <source>What is about one person, wherever it is kept: their account, their own record and visits.</source>
      <translation>Ce qui concerne une personne, où que ce soit gardé : son compte, sa propre fiche et ses visites.</translation>
    </message>
    <message>
      <source>What was found, noted and prescribed. Only those who treat hold it; reception never does.</source>
      <translation>Ce qui a été constaté, noté et prescrit. Seuls les soignants le détiennent ; l’accueil jamais.</translation>
    </message>
    <message>
      <source>What was handed over stays on record.</source>
      <translation>Ce qui a été transmis reste inscrit.</translation>
    </message>
    <message>
      <source>Who did what is for administrators. The past of a patient's record stands beside the record.</source>
      <translation>Qui a fait quoi est pour les administrateurs. L’historique d’une fiche se trouve à côté de la fiche.</translation>
    </message>
    <message>
      <source>Whoever was invited joins by signing in with the address that was invited.</source>
      <translation>La personne invitée entre en se connectant avec l’adresse qui a reçu l’invitation.</translation>
    </message>
    <message>
      <source>Why can I not see …?</source>
      <translation>Pourquoi ne puis-je pas voir … ?</translation>
    </message>
    <message>
      <source>Why can I not …?</source>
      <translation>Pourquoi ne puis-je pas … ?</translation>
    </message>
    <message>
      <source>absences</source>
      <translation>absences</translation>
    </message>
    <message>
      <source>add</source>
      <translation>ajouter</translation>
    </message>
    <message>
      <source>administrator</source>
      <translation>administrateur</translation>
    </message>
    <message>
      <source>appointments</source>
      <translation>rendez-vous</translation>
    </message>
    <message>
      <source>cards handed over</source>
      <translation>cas transmis</translation>
    </message>
    <message>
      <source>change</source>
      <translation>modifier</translation>
    </message>
    <message>
      <source>doctor</source>
      <translation>médecin</translation>
    </message>
    <message>
      <source>invitations</source>
      <translation>invitations</translation>
    </message>
    <message>
      <source>kinds of appointment</source>
      <translation>types de rendez-vous</translation>
    </message>
    <message>
      <source>nurse</source>
      <translation>infirmier</translation>
    </message>
    <message>
      <source>own details</source>
      <translation>données personnelles</translation>
    </message>
    <message>
      <source>patient</source>
      <translation>patient</translation>
    </message>
    <message>
      <source>patients</source>
      <translation>patients</translation>
    </message>
    <message>
      <source>reception</source>
      <translation>accueil</translation>
    </message>
    <message>
      <source>remove</source>
      <translation>supprimer</translation>
    </message>
    <message>
      <source>rooms</source>
      <translation>salles</translation>
    </message>
    <message>
      <source>see</source>
      <translation>voir</translation>
    </message>
    <message>
      <source>system administrator</source>
      <translation>administrateur système</translation>
    </message>
    <message>
      <source>the clinic's own details</source>
      <translation>données de la clinique</translation>
    </message>
    <message>
      <source>the clinic's rules for its computers</source>
      <translation>règles de la clinique pour ses ordinateurs</translation>
    </message>
    <message>
      <source>the page Needs attention</source>
      <translation>la page À vérifier</translation>
    </message>
    <message>
      <source>the page Patients</source>
      <translation>la page Patients</translation>
    </message>
    <message>
      <source>the page People and rules</source>
      <translation>la page Personnes et règles</translation>
    </message>
    <message>
      <source>the page Schedule</source>
      <translation>la page Agenda</translation>
    </message>
    <message>
      <source>the page Sync status</source>
      <translation>la page Synchronisation</translation>
    </message>
    <message>
      <source>the page Who did what</source>
      <translation>la page Qui a fait quoi</translation>
    </message>
    <message>
      <source>the people of the clinic</source>
      <translation>personnes de la clinique</translation>
    </message>
    <message>
      <source>what</source>
      <translation>quoi</translation>
    </message>
    <message>
      <source>whom one can book with</source>
      <translation>professionnels qui reçoivent</translation>
    </message>
    <message>
      <source>working hours</source>
      <translation>horaires de travail</translation>
    </message>
    <message>
      <source>{rule}</source>
      <translation>{rule}</translation>
    </message>
    <message>
      <source>{rule} This one is about somebody else.</source>
      <translation>{rule} Ceci concerne quelqu’un d’autre.</translation>
    </message>
    <message>
      <source>{rule} Your role here is {role}, so you find it at the left.</source>
      <translation>{rule} Votre rôle ici : {role}. Vous la trouvez à gauche.</translation>
    </message>
    <message>
      <source>{rule} Your role here is {role}, so you may. What is missing all the same belongs to another clinic, or has not arrived on this computer yet.</source>
      <translation>{rule} Votre rôle est « {role} », donc vous le pouvez. Ce qui manque malgré tout appartient à une autre clinique, ou n’est pas encore arrivé sur cet ordinateur.</translation>
    </message>
    <message>
      <source>{rule} Your role here is {role}, so you may. What was refused all the same was about a record of another clinic, or your role was changed meanwhile.</source>
      <translation>{rule} Votre rôle est « {role} », donc vous le pouvez. Ce qui a été refusé malgré tout concernait une fiche d’une autre clinique, ou votre rôle a changé entre-temps.</translation>
    </message>
    <message>
      <source>{rule} Your role here is {role}.</source>
      <translation>{rule} Votre rôle est « {role} ».</translation>
    </message>
  </context>
  <context>
    <name>Account</name>
    <message>
      <source>A code has six digits.</source>
      <translation>Un code comporte six chiffres.</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Ajouter</translation>
    </message>
    <message>
      <source>Add an authenticator</source>
      <translation>Ajouter une application d’authentification</translation>
    </message>
    <message>
      <source>Add an authenticator…</source>
      <translation>Ajouter une application d’authentification…</translation>
    </message>
    <message>
      <source>All your other computers are signed out and ask for the new one.</source>
      <translation>Vos autres ordinateurs sont déconnectés et demandent le nouveau.</translation>
    </message>
    <message>
      <source>Authenticator</source>
      <translation>Application d’authentification</translation>
    </message>
    <message>
      <source>Change</source>
      <translation>Changer</translation>
    </message>
    <message>
      <source>Change the password</source>
      <translation>Changer le mot de passe</translation>
    </message>
    <message>
      <source>Change the password…</source>
      <translation>Changer le mot de passe…</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Code</source>
      <translation>Code</translation>
    </message>
    <message>
      <source>Code from your mailbox</source>
      <translation>Code reçu par e-mail</translation>
    </message>
    <message>
      <source>Copy for a minute</source>
      <translation>Copier pour une minute</translation>
    </message>
    <message>
      <source>Each opens your account once when the authenticator is lost. They are shown only now: write them down or print them, and keep them apart from this computer.</source>
      <translation>Chacun ouvre votre compte une fois si l’application d’authentification est perdue. Ils ne sont affichés que maintenant : notez-les ou imprimez-les, et gardez-les loin de cet ordinateur.</translation>
    </message>
    <message>
      <source>I have them</source>
      <translation>Je les ai</translation>
    </message>
    <message>
      <source>New codes make the old ones worthless.</source>
      <translation>Les nouveaux codes annulent les anciens.</translation>
    </message>
    <message>
      <source>New recovery codes ({left} left)…</source>
      <translation>Nouveaux codes de récupération (reste {left})…</translation>
    </message>
    <message>
      <source>New recovery codes…</source>
      <translation>Nouveaux codes de récupération…</translation>
    </message>
    <message>
      <source>One password for the account and for what is kept on this computer.</source>
      <translation>Un seul mot de passe pour le compte et pour ce qui est gardé sur cet ordinateur.</translation>
    </message>
    <message>
      <source>Password</source>
      <translation>Mot de passe</translation>
    </message>
    <message>
      <source>Picture for the authenticator</source>
      <translation>Image pour l’application d’authentification</translation>
    </message>
    <message>
      <source>Remove…</source>
      <translation>Retirer…</translation>
    </message>
    <message>
      <source>Scan this with the authenticator on your phone, then type the six digits it shows. Your other computers are signed out and ask for them too.</source>
      <translation>Scannez ceci avec l’application d’authentification de votre téléphone, puis saisissez les six chiffres affichés. Vos autres ordinateurs sont déconnectés et les demandent aussi.</translation>
    </message>
    <message>
      <source>Second proof</source>
      <translation>Seconde vérification</translation>
    </message>
    <message>
      <source>Secret of the authenticator</source>
      <translation>Secret de l’application d’authentification</translation>
    </message>
    <message>
      <source>Sign out everywhere else</source>
      <translation>Se déconnecter ailleurs</translation>
    </message>
    <message>
      <source>Sign out there</source>
      <translation>Y mettre fin</translation>
    </message>
    <message>
      <source>Sign-in and security</source>
      <translation>Connexion et sécurité</translation>
    </message>
    <message>
      <source>Signing in asks for a code of one of these as well.</source>
      <translation>La connexion demande aussi un code de l’une d’elles.</translation>
    </message>
    <message>
      <source>This computer</source>
      <translation>Cet ordinateur</translation>
    </message>
    <message>
      <source>Unknown program</source>
      <translation>Programme inconnu</translation>
    </message>
    <message>
      <source>Where you are signed in</source>
      <translation>Où vous êtes connecté</translation>
    </message>
    <message>
      <source>With an authenticator on your phone, a stolen password alone opens nothing.</source>
      <translation>Avec une application d’authentification sur votre téléphone, un mot de passe volé n’ouvre rien à lui seul.</translation>
    </message>
    <message>
      <source>Without a camera, type this into the authenticator:</source>
      <translation>Sans appareil photo, saisissez ceci dans l’application d’authentification :</translation>
    </message>
    <message>
      <source>Without it, signing in takes the password alone.</source>
      <translation>Sans elle, le mot de passe suffit pour se connecter.</translation>
    </message>
    <message>
      <source>You are about to change how you sign in.</source>
      <translation>Vous allez changer votre façon de vous connecter.</translation>
    </message>
    <message>
      <source>Your recovery codes</source>
      <translation>Vos codes de récupération</translation>
    </message>
  </context>
  <context>
    <name>Administration</name>
    <message>
      <source>Absence entered</source>
      <translation>Absence inscrite</translation>
    </message>
    <message>
      <source>Absence taken back</source>
      <translation>Absence retirée</translation>
    </message>
    <message>
      <source>Account</source>
      <translation>Compte</translation>
    </message>
    <message>
      <source>Activate again</source>
      <translation>Réactiver</translation>
    </message>
    <message>
      <source>Activated again</source>
      <translation>Réactivé</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Ajouter</translation>
    </message>
    <message>
      <source>Add an authenticator under Sign-in and security and sign in with its code first: otherwise this would shut you out with everybody else.</source>
      <translation>Ajoutez d’abord une application d’authentification dans Connexion et sécurité et connectez-vous avec son code : sinon, vous seriez exclu avec tous les autres.</translation>
    </message>
    <message>
      <source>Added</source>
      <translation>Ajouté</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Adresse</translation>
    </message>
    <message>
      <source>After that, close it until contact</source>
      <translation>Ensuite, le fermer jusqu’au contact</translation>
    </message>
    <message>
      <source>Amber</source>
      <translation>Ambre</translation>
    </message>
    <message>
      <source>An e-mail address looks like name@example.org.</source>
      <translation>Une adresse e-mail ressemble à nom@example.org.</translation>
    </message>
    <message>
      <source>Ask for new keys</source>
      <translation>Demander de nouvelles clés</translation>
    </message>
    <message>
      <source>Ask for new keys on every computer?</source>
      <translation>Demander de nouvelles clés sur chaque ordinateur ?</translation>
    </message>
    <message>
      <source>Asking the server…</source>
      <translation>Demande au serveur…</translation>
    </message>
    <message>
      <source>At least {least}.</source>
      <translation>Au moins {least}.</translation>
    </message>
    <message>
      <source>At most {most}.</source>
      <translation>Au plus {most}.</translation>
    </message>
    <message>
      <source>Away</source>
      <translation>Absence</translation>
    </message>
    <message>
      <source>Being sent</source>
      <translation>En cours d’envoi</translation>
    </message>
    <message>
      <source>Blue</source>
      <translation>Bleu</translation>
    </message>
    <message>
      <source>Books and registers; never holds what treatment is about.</source>
      <translation>Fixe les rendez-vous et enregistre ; ne détient jamais le contenu des soins.</translation>
    </message>
    <message>
      <source>Books, registers, and decides about people and rules; never holds what treatment is about.</source>
      <translation>Fixe les rendez-vous, enregistre et décide des personnes et des règles ; ne détient jamais le contenu des soins.</translation>
    </message>
    <message>
      <source>Calls may be recorded</source>
      <translation>Les appels peuvent être enregistrés</translation>
    </message>
    <message>
      <source>Carried out when the computer is heard of next</source>
      <translation>Exécuté dès que l’ordinateur donne de ses nouvelles</translation>
    </message>
    <message>
      <source>Chat</source>
      <translation>Messagerie</translation>
    </message>
    <message>
      <source>Clinic</source>
      <translation>Clinique</translation>
    </message>
    <message>
      <source>Colour</source>
      <translation>Couleur</translation>
    </message>
    <message>
      <source>Computer {number}</source>
      <translation>Ordinateur {number}</translation>
    </message>
    <message>
      <source>Computers</source>
      <translation>Ordinateurs</translation>
    </message>
    <message>
      <source>Day</source>
      <translation>Jour</translation>
    </message>
    <message>
      <source>Days a computer may go without hearing from it.</source>
      <translation>Jours qu’un ordinateur peut passer sans nouvelles de lui.</translation>
    </message>
    <message>
      <source>Deactivate</source>
      <translation>Désactiver</translation>
    </message>
    <message>
      <source>Deactivate {name}?</source>
      <translation>Désactiver {name} ?</translation>
    </message>
    <message>
      <source>Deactivated</source>
      <translation>Désactivé</translation>
    </message>
    <message>
      <source>Deactivate…</source>
      <translation>Désactiver…</translation>
    </message>
    <message>
      <source>Discard changes</source>
      <translation>Abandonner les modifications</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>E-mail</translation>
    </message>
    <message>
      <source>Emptying a computer</source>
      <translation>Vider un ordinateur</translation>
    </message>
    <message>
      <source>Enter the absence</source>
      <translation>Inscrire l’absence</translation>
    </message>
    <message>
      <source>Every room in which patients are seen will be listed here.</source>
      <translation>Chaque salle où l’on reçoit des patients apparaîtra ici.</translation>
    </message>
    <message>
      <source>Everybody patients can be booked with will be listed here.</source>
      <translation>Chaque professionnel avec qui fixer un rendez-vous apparaîtra ici.</translation>
    </message>
    <message>
      <source>Everybody shows a second proof</source>
      <translation>Chacun présente une seconde vérification</translation>
    </message>
    <message>
      <source>Everything it holds of them is removed at its next contact, also what was not sent yet. That cannot be brought back.</source>
      <translation>Au prochain contact, tout ce qu’il garde de cette personne est supprimé, même ce qui n’a pas encore été envoyé. C’est irrécupérable.</translation>
    </message>
    <message>
      <source>Forgets at its next contact</source>
      <translation>Oubliera à son prochain contact</translation>
    </message>
    <message>
      <source>From</source>
      <translation>De</translation>
    </message>
    <message>
      <source>Green</source>
      <translation>Vert</translation>
    </message>
    <message>
      <source>Grey</source>
      <translation>Gris</translation>
    </message>
    <message>
      <source>Have all of them forget…</source>
      <translation>Tous les faire oublier…</translation>
    </message>
    <message>
      <source>Have every computer forget {name}?</source>
      <translation>Faire oublier {name} à tous les ordinateurs ?</translation>
    </message>
    <message>
      <source>Have it forget</source>
      <translation>Faire oublier</translation>
    </message>
    <message>
      <source>Have it forget…</source>
      <translation>Faire oublier…</translation>
    </message>
    <message>
      <source>Have {computer} forget {name}?</source>
      <translation>Faire oublier {name} à {computer} ?</translation>
    </message>
    <message>
      <source>Hours added</source>
      <translation>Horaires ajoutés</translation>
    </message>
    <message>
      <source>Hours taken back</source>
      <translation>Horaires retirés</translation>
    </message>
    <message>
      <source>How they meet</source>
      <translation>Mode de rencontre</translation>
    </message>
    <message>
      <source>In person</source>
      <translation>Sur place</translation>
    </message>
    <message>
      <source>In use</source>
      <translation>En service</translation>
    </message>
    <message>
      <source>In use again</source>
      <translation>De nouveau en service</translation>
    </message>
    <message>
      <source>Invite</source>
      <translation>Inviter</translation>
    </message>
    <message>
      <source>Invite somebody</source>
      <translation>Inviter quelqu’un</translation>
    </message>
    <message>
      <source>Invited</source>
      <translation>Invité</translation>
    </message>
    <message>
      <source>Inviting somebody</source>
      <translation>Inviter quelqu’un</translation>
    </message>
    <message>
      <source>It has to end after it begins.</source>
      <translation>La fin doit venir après le début.</translation>
    </message>
    <message>
      <source>It was too late: they have come in already.</source>
      <translation>C’était trop tard : cette personne est déjà entrée.</translation>
    </message>
    <message>
      <source>Kept on this computer</source>
      <translation>Gardé sur cet ordinateur</translation>
    </message>
    <message>
      <source>Kinds of visit</source>
      <translation>Types de rendez-vous</translation>
    </message>
    <message>
      <source>Leave it</source>
      <translation>Laisser</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>Durée</translation>
    </message>
    <message>
      <source>Like Europe/Madrid. Every time on the screen is in it.</source>
      <translation>Comme Europe/Madrid. Toutes les heures à l’écran le suivent.</translation>
    </message>
    <message>
      <source>Lock the screen after</source>
      <translation>Verrouiller l’écran après</translation>
    </message>
    <message>
      <source>Look at it, then save again if you mean yours.</source>
      <translation>Regardez, puis enregistrez de nouveau si vous voulez garder votre saisie.</translation>
    </message>
    <message>
      <source>Make somebody else one first, or nobody could decide any more.</source>
      <translation>Nommez d’abord quelqu’un d’autre, sinon plus personne ne pourrait décider.</translation>
    </message>
    <message>
      <source>Minutes without a key or the mouse.</source>
      <translation>Minutes sans clavier ni souris.</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Nom</translation>
    </message>
    <message>
      <source>New</source>
      <translation>Nouveau</translation>
    </message>
    <message>
      <source>New in this section</source>
      <translation>Nouveau dans cette section</translation>
    </message>
    <message>
      <source>New keys on every computer…</source>
      <translation>Nouvelles clés sur chaque ordinateur…</translation>
    </message>
    <message>
      <source>New keys were asked for: {when}.</source>
      <translation>Nouvelles clés demandées : {when}.</translation>
    </message>
    <message>
      <source>New kind of visit</source>
      <translation>Nouveau type de rendez-vous</translation>
    </message>
    <message>
      <source>New provider</source>
      <translation>Nouveau professionnel</translation>
    </message>
    <message>
      <source>New room</source>
      <translation>Nouvelle salle</translation>
    </message>
    <message>
      <source>No hours yet: nobody can be booked before there are some.</source>
      <translation>Pas encore d’horaires : sans eux, aucun rendez-vous n’est possible.</translation>
    </message>
    <message>
      <source>No kinds of visit yet</source>
      <translation>Pas encore de types de rendez-vous</translation>
    </message>
    <message>
      <source>No rooms yet</source>
      <translation>Pas encore de salles</translation>
    </message>
    <message>
      <source>Nobody can be booked yet</source>
      <translation>Aucun rendez-vous possible pour l’instant</translation>
    </message>
    <message>
      <source>Nobody works here yet</source>
      <translation>Personne ne travaille encore ici</translation>
    </message>
    <message>
      <source>None</source>
      <translation>Aucun</translation>
    </message>
    <message>
      <source>None has been heard of yet.</source>
      <translation>Aucun n’a encore donné de nouvelles.</translation>
    </message>
    <message>
      <source>Not here yet</source>
      <translation>Pas encore là</translation>
    </message>
    <message>
      <source>Nothing ahead. Leave, training or a long lunch goes here.</source>
      <translation>Rien de prévu. Congés, formations ou longs déjeuners vont ici.</translation>
    </message>
    <message>
      <source>Now it says: {value}. Yours is kept.</source>
      <translation>Maintenant : {value}. Le vôtre est gardé.</translation>
    </message>
    <message>
      <source>Only with everybody in the call agreeing, each time.</source>
      <translation>Seulement si chacun dans l’appel est d’accord, à chaque fois.</translation>
    </message>
    <message>
      <source>Otherwise it can still be read, but not written on.</source>
      <translation>Sinon, on peut encore y lire, mais plus y écrire.</translation>
    </message>
    <message>
      <source>Out of use</source>
      <translation>Hors service</translation>
    </message>
    <message>
      <source>Patients and visits are served only to who shows the code of an authenticator. You need one yourself to ask for it.</source>
      <translation>Patients et visites ne sont fournis qu’à qui présente le code d’une application d’authentification. Pour l’exiger, il vous en faut une aussi.</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personnes</translation>
    </message>
    <message>
      <source>People and rules</source>
      <translation>Personnes et règles</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>Téléphone</translation>
    </message>
    <message>
      <source>Providers</source>
      <translation>Professionnels</translation>
    </message>
    <message>
      <source>Put back into use</source>
      <translation>Remettre en service</translation>
    </message>
    <message>
      <source>Red</source>
      <translation>Rouge</translation>
    </message>
    <message>
      <source>Role</source>
      <translation>Rôle</translation>
    </message>
    <message>
      <source>Rooms</source>
      <translation>Salles</translation>
    </message>
    <message>
      <source>Rules</source>
      <translation>Règles</translation>
    </message>
    <message>
      <source>Rules for the clinic's computers</source>
      <translation>Règles pour les ordinateurs de la clinique</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Enregistrer</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Enregistré</translation>
    </message>
    <message>
      <source>Saved here, not sent yet</source>
      <translation>Enregistré ici, pas encore envoyé</translation>
    </message>
    <message>
      <source>Section</source>
      <translation>Section</translation>
    </message>
    <message>
      <source>Sent, being confirmed</source>
      <translation>Envoyé, à confirmer</translation>
    </message>
    <message>
      <source>Somebody changed this meanwhile.</source>
      <translation>Quelqu’un a modifié cela entre-temps.</translation>
    </message>
    <message>
      <source>Specialty</source>
      <translation>Spécialité</translation>
    </message>
    <message>
      <source>Start over</source>
      <translation>Recommencer</translation>
    </message>
    <message>
      <source>State</source>
      <translation>État</translation>
    </message>
    <message>
      <source>Take back</source>
      <translation>Retirer</translation>
    </message>
    <message>
      <source>Take out of use</source>
      <translation>Mettre hors service</translation>
    </message>
    <message>
      <source>Take the order back</source>
      <translation>Revenir sur l’ordre</translation>
    </message>
    <message>
      <source>Teal</source>
      <translation>Bleu-vert</translation>
    </message>
    <message>
      <source>That is too long: at most {most} characters.</source>
      <translation>C’est trop long : au plus {most} caractères.</translation>
    </message>
    <message>
      <source>The clinic</source>
      <translation>La clinique</translation>
    </message>
    <message>
      <source>The invitation of {name} is withdrawn</source>
      <translation>L’invitation de {name} est annulée</translation>
    </message>
    <message>
      <source>The order is out</source>
      <translation>L’ordre est donné</translation>
    </message>
    <message>
      <source>The order is taken back</source>
      <translation>L’ordre est retiré</translation>
    </message>
    <message>
      <source>Their computers are emptied at their next contact</source>
      <translation>Ses ordinateurs sont vidés à leur prochain contact</translation>
    </message>
    <message>
      <source>There are hours at that time already.</source>
      <translation>Il y a déjà des horaires à ce moment-là.</translation>
    </message>
    <message>
      <source>There is no such time zone. It looks like Europe/Madrid.</source>
      <translation>Ce fuseau horaire n’existe pas. Il ressemble à Europe/Madrid.</translation>
    </message>
    <message>
      <source>They also work in a clinic that is not yours, so only its administrator together with you may empty these.</source>
      <translation>Cette personne travaille aussi dans une clinique qui n’est pas la vôtre : seul son administrateur, avec vous, peut les vider.</translation>
    </message>
    <message>
      <source>They are in as soon as they sign in with {email}</source>
      <translation>Cette personne entre dès qu’elle se connecte avec {email}</translation>
    </message>
    <message>
      <source>They are the last administrator.</source>
      <translation>C’est le dernier administrateur.</translation>
    </message>
    <message>
      <source>They can sign in here no more, and at their next contact their computers give back what they hold of this clinic. What they have not sent yet stays with them.</source>
      <translation>Cette personne ne peut plus se connecter ici et, au prochain contact, ses ordinateurs rendent ce qu’ils gardent de cette clinique. Ce qui n’a pas encore été envoyé y reste.</translation>
    </message>
    <message>
      <source>This has to be a number.</source>
      <translation>Il faut un nombre.</translation>
    </message>
    <message>
      <source>This has to be filled in.</source>
      <translation>Ce champ est obligatoire.</translation>
    </message>
    <message>
      <source>This person works here already.</source>
      <translation>Cette personne travaille déjà ici.</translation>
    </message>
    <message>
      <source>This record is not here any more.</source>
      <translation>Cette fiche n’est plus ici.</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Heure</translation>
    </message>
    <message>
      <source>Time zone</source>
      <translation>Fuseau horaire</translation>
    </message>
    <message>
      <source>To see their address and computers</source>
      <translation>Voir son adresse et ses ordinateurs</translation>
    </message>
    <message>
      <source>Treats: sees and writes what treatment is about.</source>
      <translation>Soigne : voit et écrit le contenu des soins.</translation>
    </message>
    <message>
      <source>Until</source>
      <translation>Jusqu’à</translation>
    </message>
    <message>
      <source>Usual room</source>
      <translation>Salle habituelle</translation>
    </message>
    <message>
      <source>Video</source>
      <translation>Vidéo</translation>
    </message>
    <message>
      <source>Violet</source>
      <translation>Violet</translation>
    </message>
    <message>
      <source>Waits in Needs attention</source>
      <translation>Attend dans À vérifier</translation>
    </message>
    <message>
      <source>What can be booked, with its usual length, will be listed here.</source>
      <translation>Les rendez-vous possibles, avec leur durée habituelle, apparaîtront ici.</translation>
    </message>
    <message>
      <source>What you typed is back.</source>
      <translation>Votre saisie est revenue.</translation>
    </message>
    <message>
      <source>What you typed is kept.</source>
      <translation>Votre saisie est gardée.</translation>
    </message>
    <message>
      <source>What you typed was left alone; saving writes yours.</source>
      <translation>Votre saisie est restée telle quelle ; enregistrer écrit la vôtre.</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Quand</translation>
    </message>
    <message>
      <source>Whoever has work on a computer is asked to lock it anew, which takes a moment. Do it when a copy of a computer may be in the wrong hands: what was copied stays as it is.</source>
      <translation>À qui a du travail sur un ordinateur, on demande de le verrouiller avec de nouvelles clés, ce qui prend un instant. Faites-le si une copie d’un ordinateur risque d’être en de mauvaises mains : ce qui a été copié reste tel quel.</translation>
    </message>
    <message>
      <source>Whoever is invited and comes in will be listed here.</source>
      <translation>Qui est invité et entre apparaîtra ici.</translation>
    </message>
    <message>
      <source>Whoever is invited stands here until they come in.</source>
      <translation>Qui est invité figure ici jusqu’à son entrée.</translation>
    </message>
    <message>
      <source>Whose own schedule it is, if they sign in here.</source>
      <translation>À qui est cet agenda, si la personne se connecte ici.</translation>
    </message>
    <message>
      <source>Why</source>
      <translation>Motif</translation>
    </message>
    <message>
      <source>Why (may stay empty)</source>
      <translation>Motif (facultatif)</translation>
    </message>
    <message>
      <source>Withdraw</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>Work without the server for</source>
      <translation>Travailler sans le serveur pendant</translation>
    </message>
    <message>
      <source>Working hours</source>
      <translation>Horaires de travail</translation>
    </message>
    <message>
      <source>You are about to change rules that hold for everybody.</source>
      <translation>Vous allez modifier des règles valables pour tous.</translation>
    </message>
    <message>
      <source>You are about to change what somebody may see and do.</source>
      <translation>Vous allez modifier ce que quelqu’un peut voir et faire.</translation>
    </message>
    <message>
      <source>You are about to have somebody's computer emptied.</source>
      <translation>Vous allez faire vider l’ordinateur de quelqu’un.</translation>
    </message>
    <message>
      <source>You are about to let somebody decide about people.</source>
      <translation>Vous allez permettre à quelqu’un de décider des personnes.</translation>
    </message>
    <message>
      <source>You show no second proof yourself.</source>
      <translation>Vous ne présentez pas vous-même de seconde vérification.</translation>
    </message>
    <message>
      <source>days</source>
      <translation>jours</translation>
    </message>
    <message>
      <source>minutes</source>
      <translation>minutes</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>rien</translation>
    </message>
    <message>
      <source>{name} is invited</source>
      <translation>{name} : invitation envoyée</translation>
    </message>
    <message>
      <source>{what} needs the server, which cannot be reached.</source>
      <translation>{what} : il faut le serveur, et il est injoignable.</translation>
    </message>
  </context>
  <context>
    <name>Ask</name>
    <message>
      <source>Cancel</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>Choose</source>
      <translation>Choisir</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Enregistrer</translation>
    </message>
    <message>
      <source>Yes</source>
      <translation>Oui</translation>
    </message>
  </context>
  <context>
    <name>Audit</name>
    <message numerus="yes">
      <source>%n line(s)</source>
      <translation>
        <numerusform>%n ligne</numerusform>
        <numerusform>%n lignes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n line(s) looked through.</source>
      <translation>
        <numerusform>%n ligne examinée.</numerusform>
        <numerusform>%n lignes examinées.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n line(s) so far</source>
      <translation>
        <numerusform>%n ligne jusqu’ici</numerusform>
        <numerusform>%n lignes jusqu’ici</numerusform>
      </translation>
    </message>
    <message>
      <source>Added</source>
      <translation>Ajouté</translation>
    </message>
    <message>
      <source>Against a rule of the clinic</source>
      <translation>Contraire à une règle de la clinique</translation>
    </message>
    <message>
      <source>Any record</source>
      <translation>N’importe quelle fiche</translation>
    </message>
    <message>
      <source>Changed</source>
      <translation>Modifié</translation>
    </message>
    <message>
      <source>Choose what is shown</source>
      <translation>Choisir ce qui est affiché</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Computer</source>
      <translation>Ordinateur</translation>
    </message>
    <message>
      <source>Decided</source>
      <translation>Décidé</translation>
    </message>
    <message>
      <source>Earlier lines</source>
      <translation>Lignes précédentes</translation>
    </message>
    <message>
      <source>Emergency</source>
      <translation>Urgence</translation>
    </message>
    <message>
      <source>Escrow</source>
      <translation>Dépôt</translation>
    </message>
    <message>
      <source>Everybody</source>
      <translation>Tout le monde</translation>
    </message>
    <message>
      <source>Everything</source>
      <translation>Tout</translation>
    </message>
    <message>
      <source>Export the audit trail</source>
      <translation>Exporter le journal d’audit</translation>
    </message>
    <message>
      <source>Exported</source>
      <translation>Exporté</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>Exporter…</translation>
    </message>
    <message>
      <source>Fields</source>
      <translation>Champs</translation>
    </message>
    <message>
      <source>Forgot</source>
      <translation>Oublié</translation>
    </message>
    <message>
      <source>From</source>
      <translation>De</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Type</translation>
    </message>
    <message>
      <source>Line</source>
      <translation>Ligne</translation>
    </message>
    <message>
      <source>Line {line} is not the one that was written, or one before it was taken out. What the server was told of is safe there; tell whoever looks after the clinic's computers.</source>
      <translation>La ligne {line} n’est pas celle qui a été écrite, ou une ligne antérieure a été retirée. Ce que le serveur a reçu y est à l’abri ; prévenez qui s’occupe des ordinateurs de la clinique.</translation>
    </message>
    <message>
      <source>Lines are missing on this computer.</source>
      <translation>Il manque des lignes sur cet ordinateur.</translation>
    </message>
    <message>
      <source>Lines of the audit trail</source>
      <translation>Lignes du journal d’audit</translation>
    </message>
    <message>
      <source>Locked</source>
      <translation>Verrouillé</translation>
    </message>
    <message>
      <source>Looked at</source>
      <translation>Consulté</translation>
    </message>
    <message>
      <source>Looking…</source>
      <translation>Vérification…</translation>
    </message>
    <message>
      <source>More</source>
      <translation>Plus</translation>
    </message>
    <message>
      <source>New keys</source>
      <translation>Nouvelles clés</translation>
    </message>
    <message>
      <source>Nobody did anything of this kind in these days. Choose more of them.</source>
      <translation>Personne n’a rien fait de tel ces jours-là. Choisissez-en davantage.</translation>
    </message>
    <message>
      <source>Not theirs to do</source>
      <translation>Pas de son ressort</translation>
    </message>
    <message>
      <source>Not trusted</source>
      <translation>Non approuvé</translation>
    </message>
    <message>
      <source>Nothing was done</source>
      <translation>Rien n’a été fait</translation>
    </message>
    <message>
      <source>On the server since</source>
      <translation>Sur le serveur depuis</translation>
    </message>
    <message>
      <source>Only on this computer so far</source>
      <translation>Seulement sur cet ordinateur jusqu’ici</translation>
    </message>
    <message>
      <source>Only this person</source>
      <translation>Seulement cette personne</translation>
    </message>
    <message>
      <source>Only this record</source>
      <translation>Seulement cette fiche</translation>
    </message>
    <message>
      <source>Only what you did on this computer is listed.</source>
      <translation>Seul ce que vous avez fait sur cet ordinateur est listé.</translation>
    </message>
    <message>
      <source>Opened again</source>
      <translation>Rouvert</translation>
    </message>
    <message>
      <source>Opened by escrow</source>
      <translation>Ouvert par dépôt</translation>
    </message>
    <message>
      <source>Own account</source>
      <translation>Son compte</translation>
    </message>
    <message>
      <source>Patient</source>
      <translation>Patient</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personnes</translation>
    </message>
    <message>
      <source>Printed</source>
      <translation>Imprimé</translation>
    </message>
    <message>
      <source>Read the trail again</source>
      <translation>Relire le journal</translation>
    </message>
    <message>
      <source>Reading…</source>
      <translation>Lecture…</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>Fiche</translation>
    </message>
    <message>
      <source>Recovered</source>
      <translation>Récupéré</translation>
    </message>
    <message>
      <source>Recovery code</source>
      <translation>Code de récupération</translation>
    </message>
    <message>
      <source>Refused</source>
      <translation>Refusé</translation>
    </message>
    <message>
      <source>Removed</source>
      <translation>Supprimé</translation>
    </message>
    <message>
      <source>Saved in {name}</source>
      <translation>Enregistré dans {name}</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Afficher</translation>
    </message>
    <message>
      <source>Signed in</source>
      <translation>Connecté</translation>
    </message>
    <message>
      <source>Signed out</source>
      <translation>Déconnecté</translation>
    </message>
    <message>
      <source>Start over</source>
      <translation>Recommencer</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Arrêter</translation>
    </message>
    <message>
      <source>The file says who did what with whose records, to anybody who opens it. That you made it is written down first.</source>
      <translation>Le fichier dit qui a fait quoi avec les dossiers de qui, à quiconque l’ouvre. Il est d’abord noté que vous l’avez créé.</translation>
    </message>
    <message>
      <source>The server cannot be asked now: whether lines were cut off at the end stays open.</source>
      <translation>Le serveur ne peut pas être interrogé maintenant : impossible de savoir si des lignes manquent à la fin.</translation>
    </message>
    <message>
      <source>The server cannot be reached.</source>
      <translation>Le serveur est injoignable.</translation>
    </message>
    <message>
      <source>The server was told of line {line} and later ones that are not here any more. It has kept them; tell whoever looks after the clinic's computers.</source>
      <translation>Le serveur a reçu la ligne {line} et des suivantes qui ne sont plus ici. Il les a gardées ; prévenez qui s’occupe des ordinateurs de la clinique.</translation>
    </message>
    <message>
      <source>This computer's lines fit together.</source>
      <translation>Les lignes de cet ordinateur s’enchaînent bien.</translation>
    </message>
    <message>
      <source>This computer's trail is whole.</source>
      <translation>Le journal de cet ordinateur est complet.</translation>
    </message>
    <message>
      <source>This computer's trail was tampered with.</source>
      <translation>Le journal de cet ordinateur a été altéré.</translation>
    </message>
    <message>
      <source>This one</source>
      <translation>Celui-ci</translation>
    </message>
    <message>
      <source>Trusted</source>
      <translation>Approuvé</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Réessayer</translation>
    </message>
    <message>
      <source>Unlocked</source>
      <translation>Déverrouillé</translation>
    </message>
    <message>
      <source>Until</source>
      <translation>Jusqu’à</translation>
    </message>
    <message>
      <source>Until then, only what you did yourself is listed.</source>
      <translation>D’ici là, seul ce que vous avez fait vous-même est listé.</translation>
    </message>
    <message>
      <source>Verify</source>
      <translation>Vérifier</translation>
    </message>
    <message>
      <source>Verify this computer's audit trail</source>
      <translation>Vérifier le journal d’audit de cet ordinateur</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Quoi</translation>
    </message>
    <message>
      <source>What the server was told of them is the same there.</source>
      <translation>Ce que le serveur en a reçu y est identique.</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Quand</translation>
    </message>
    <message>
      <source>Who</source>
      <translation>Qui</translation>
    </message>
    <message>
      <source>Who did what</source>
      <translation>Qui a fait quoi</translation>
    </message>
    <message>
      <source>Why</source>
      <translation>Motif</translation>
    </message>
    <message>
      <source>Your clinic serves its records to who has shown a second proof.</source>
      <translation>Votre clinique fournit ses dossiers à qui a présenté une seconde vérification.</translation>
    </message>
    <message>
      <source>by a clock that was ahead</source>
      <translation>selon une horloge en avance</translation>
    </message>
    <message numerus="yes">
      <source>the newest %n line(s)</source>
      <translation>
        <numerusform>la ligne la plus récente (%n)</numerusform>
        <numerusform>les %n lignes les plus récentes</numerusform>
      </translation>
    </message>
    <message>
      <source>{computer}, line {line}</source>
      <translation>{computer}, ligne {line}</translation>
    </message>
  </context>
  <context>
    <name>Auth</name>
    <message>
      <source>A code has six digits.</source>
      <translation>Un code comporte six chiffres.</translation>
    </message>
    <message>
      <source>A mail went out a moment ago.</source>
      <translation>Un e-mail vient de partir.</translation>
    </message>
    <message>
      <source>A page has opened there. Sign in on it and come back here; within five minutes this window notices by itself.</source>
      <translation>Une page s’est ouverte. Connectez-vous-y, puis revenez ici ; pendant cinq minutes, cette fenêtre le remarque d’elle-même.</translation>
    </message>
    <message>
      <source>A password for this computer</source>
      <translation>Un mot de passe pour cet ordinateur</translation>
    </message>
    <message>
      <source>A publishable key begins with sb_publishable_. Paste all of it.</source>
      <translation>Une clé publiable commence par sb_publishable_. Collez-la en entier.</translation>
    </message>
    <message>
      <source>Accept an invitation</source>
      <translation>Accepter une invitation</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Adresse</translation>
    </message>
    <message>
      <source>An address looks like https://clinic.supabase.co.</source>
      <translation>Une adresse ressemble à https://clinic.supabase.co.</translation>
    </message>
    <message>
      <source>An e-mail address looks like name@example.org.</source>
      <translation>Une adresse e-mail ressemble à nom@example.org.</translation>
    </message>
    <message>
      <source>Another clinic…</source>
      <translation>Autre clinique…</translation>
    </message>
    <message>
      <source>Asking what there is…</source>
      <translation>Inventaire en cours…</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Retour</translation>
    </message>
    <message>
      <source>Bringing the clinic to this computer</source>
      <translation>Copie de la clinique sur cet ordinateur</translation>
    </message>
    <message>
      <source>Checking the code…</source>
      <translation>Vérification du code…</translation>
    </message>
    <message>
      <source>Choose a password</source>
      <translation>Choisissez un mot de passe</translation>
    </message>
    <message>
      <source>Code</source>
      <translation>Code</translation>
    </message>
    <message>
      <source>Code on paper</source>
      <translation>Code sur papier</translation>
    </message>
    <message>
      <source>Connect</source>
      <translation>Se connecter</translation>
    </message>
    <message>
      <source>Connect to a clinic</source>
      <translation>Se connecter à une clinique</translation>
    </message>
    <message>
      <source>Demo identity</source>
      <translation>Identité de démonstration</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>E-mail</translation>
    </message>
    <message>
      <source>Forgotten password</source>
      <translation>Mot de passe oublié</translation>
    </message>
    <message>
      <source>Forgotten password?</source>
      <translation>Mot de passe oublié ?</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Continuer</translation>
    </message>
    <message>
      <source>Go on in your browser</source>
      <translation>Continuez dans le navigateur</translation>
    </message>
    <message>
      <source>I do not know it…</source>
      <translation>Je ne le connais plus…</translation>
    </message>
    <message>
      <source>I have a code on paper</source>
      <translation>J’ai un code sur papier</translation>
    </message>
    <message>
      <source>I was invited</source>
      <translation>J’ai reçu une invitation</translation>
    </message>
    <message>
      <source>If {email} has an account, a code is in its mailbox within a minute. Type it here, or open the link in the same mail on this computer.</source>
      <translation>Si {email} a un compte, un code arrive dans sa boîte d’ici une minute. Saisissez-le ici, ou ouvrez sur cet ordinateur le lien du même e-mail.</translation>
    </message>
    <message>
      <source>It asks for patience. Try again in {time}.</source>
      <translation>Il demande un peu de patience. Réessayez dans {time}.</translation>
    </message>
    <message>
      <source>Looking for the clinic…</source>
      <translation>Recherche de la clinique…</translation>
    </message>
    <message>
      <source>Never a secret key: it would open every record.</source>
      <translation>Jamais une clé secrète : elle ouvrirait tous les dossiers.</translation>
    </message>
    <message>
      <source>New password</source>
      <translation>Nouveau mot de passe</translation>
    </message>
    <message>
      <source>No answer from the server. Opening what is kept here…</source>
      <translation>Le serveur ne répond pas. Ouverture de ce qui est gardé ici…</translation>
    </message>
    <message>
      <source>Nobody was signed in</source>
      <translation>Personne ne s’est connecté</translation>
    </message>
    <message>
      <source>One moment…</source>
      <translation>Un instant…</translation>
    </message>
    <message>
      <source>Only looking? The demo is an invented clinic on this computer.</source>
      <translation>Juste pour voir ? La démonstration est une clinique inventée, sur cet ordinateur.</translation>
    </message>
    <message>
      <source>Open the page again</source>
      <translation>Rouvrir la page</translation>
    </message>
    <message>
      <source>Open what is kept here</source>
      <translation>Ouvrir ce qui est gardé ici</translation>
    </message>
    <message>
      <source>Open your authenticator and type the six digits it shows for this clinic.</source>
      <translation>Ouvrez votre application d’authentification et saisissez les six chiffres affichés pour cette clinique.</translation>
    </message>
    <message>
      <source>Password</source>
      <translation>Mot de passe</translation>
    </message>
    <message>
      <source>Password used here before</source>
      <translation>Mot de passe utilisé ici auparavant</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>Progression</translation>
    </message>
    <message>
      <source>Publishable key</source>
      <translation>Clé publiable</translation>
    </message>
    <message>
      <source>Put aside</source>
      <translation>Mettre de côté</translation>
    </message>
    <message>
      <source>Put it aside and begin afresh?</source>
      <translation>Mettre de côté et recommencer ?</translation>
    </message>
    <message>
      <source>Recovery code</source>
      <translation>Code de récupération</translation>
    </message>
    <message>
      <source>Second proof</source>
      <translation>Seconde vérification</translation>
    </message>
    <message>
      <source>Send another code</source>
      <translation>Envoyer un autre code</translation>
    </message>
    <message>
      <source>Send another code (in {time})</source>
      <translation>Envoyer un autre code (dans {time})</translation>
    </message>
    <message>
      <source>Send me a code</source>
      <translation>M’envoyer un code</translation>
    </message>
    <message>
      <source>Sending a code…</source>
      <translation>Envoi d’un code…</translation>
    </message>
    <message>
      <source>Show the password</source>
      <translation>Afficher le mot de passe</translation>
    </message>
    <message>
      <source>Sign in</source>
      <translation>Se connecter</translation>
    </message>
    <message>
      <source>Sign in again</source>
      <translation>Se reconnecter</translation>
    </message>
    <message>
      <source>Sign in with {service}</source>
      <translation>Se connecter avec {service}</translation>
    </message>
    <message>
      <source>Signing in…</source>
      <translation>Connexion…</translation>
    </message>
    <message>
      <source>Start to work</source>
      <translation>Commencer à travailler</translation>
    </message>
    <message>
      <source>Starting the demo…</source>
      <translation>Démarrage de la démonstration…</translation>
    </message>
    <message>
      <source>Take at least {count} characters.</source>
      <translation>Prenez au moins {count} caractères.</translation>
    </message>
    <message>
      <source>That is the address of the dashboard. The project's own is {address}.</source>
      <translation>C’est l’adresse du tableau de bord. Celle du projet est {address}.</translation>
    </message>
    <message>
      <source>The mail that invited you has a code of six digits in it.</source>
      <translation>L’e-mail d’invitation contient un code de six chiffres.</translation>
    </message>
    <message>
      <source>The same once more</source>
      <translation>Encore une fois</translation>
    </message>
    <message>
      <source>The server cannot be reached, so the password counts that you last used on this computer.</source>
      <translation>Le serveur est injoignable : c’est le dernier mot de passe utilisé sur cet ordinateur qui compte.</translation>
    </message>
    <message>
      <source>The server cannot be reached.</source>
      <translation>Le serveur est injoignable.</translation>
    </message>
    <message>
      <source>The two do not agree. Type the same one twice.</source>
      <translation>Les deux ne concordent pas. Saisissez deux fois le même.</translation>
    </message>
    <message>
      <source>This computer keeps work of yours, locked with the password you last used on it. Type that one, once.</source>
      <translation>Cet ordinateur garde votre travail, protégé par le dernier mot de passe que vous y avez utilisé. Saisissez-le, une seule fois.</translation>
    </message>
    <message>
      <source>This is a secret key: it opens every record to whoever has it. Nothing was sent. Ask for the publishable key, and have this one replaced.</source>
      <translation>C’est une clé secrète : elle ouvre tous les dossiers à qui la possède. Rien n’a été envoyé. Demandez la clé publiable et faites remplacer celle-ci.</translation>
    </message>
    <message>
      <source>This password opens nothing here.</source>
      <translation>Ce mot de passe n’ouvre rien ici.</translation>
    </message>
    <message>
      <source>This way in needs the line. Check the network, then try again.</source>
      <translation>Cet accès demande une connexion. Vérifiez le réseau, puis réessayez.</translation>
    </message>
    <message>
      <source>Today's appointments come first. You can start to work now: the rest arrives meanwhile, and from then on everything works without the network too.</source>
      <translation>Les rendez-vous du jour arrivent en premier. Vous pouvez déjà travailler : le reste suit, et ensuite tout fonctionne aussi sans réseau.</translation>
    </message>
    <message>
      <source>Too many tries. Wait {time}, then type it again.</source>
      <translation>Trop d’essais. Attendez {time}, puis saisissez-le de nouveau.</translation>
    </message>
    <message>
      <source>Try the demo</source>
      <translation>Essayer la démonstration</translation>
    </message>
    <message>
      <source>Type one of the codes you were given on paper. Each is good once.</source>
      <translation>Saisissez un des codes remis sur papier. Chacun ne sert qu’une fois.</translation>
    </message>
    <message>
      <source>Type or paste the publishable key.</source>
      <translation>Saisissez ou collez la clé publiable.</translation>
    </message>
    <message>
      <source>Type the address your administrator gave you.</source>
      <translation>Saisissez l’adresse donnée par votre administrateur.</translation>
    </message>
    <message>
      <source>Type the code</source>
      <translation>Saisissez le code</translation>
    </message>
    <message>
      <source>Type the code.</source>
      <translation>Saisissez le code.</translation>
    </message>
    <message>
      <source>Type the e-mail address of your account.</source>
      <translation>Saisissez l’adresse e-mail de votre compte.</translation>
    </message>
    <message>
      <source>Type the recovery code that was printed for this computer.</source>
      <translation>Saisissez le code de récupération imprimé pour cet ordinateur.</translation>
    </message>
    <message>
      <source>Type your password.</source>
      <translation>Saisissez votre mot de passe.</translation>
    </message>
    <message>
      <source>Use a recovery code</source>
      <translation>Utiliser un code de récupération</translation>
    </message>
    <message>
      <source>Use the authenticator</source>
      <translation>Utiliser l’application d’authentification</translation>
    </message>
    <message>
      <source>Use the code in it, or wait for the time shown below.</source>
      <translation>Utilisez le code qu’il contient, ou attendez le temps indiqué ci-dessous.</translation>
    </message>
    <message>
      <source>Use the password</source>
      <translation>Utiliser le mot de passe</translation>
    </message>
    <message>
      <source>Waiting for the browser…</source>
      <translation>En attente du navigateur…</translation>
    </message>
    <message>
      <source>What is kept here is locked with it, so that you can work without the network too and nobody else can read it.</source>
      <translation>Il protège ce qui est gardé ici : vous pouvez travailler même sans réseau, et personne d’autre ne peut le lire.</translation>
    </message>
    <message>
      <source>What the server has comes again. Work that was not sent yet stays in the part put aside: nothing is deleted, and who finds the old password can open it.</source>
      <translation>Ce que le serveur possède revient. Le travail pas encore envoyé reste dans la partie mise de côté : rien n’est effacé, et qui retrouve l’ancien mot de passe peut l’ouvrir.</translation>
    </message>
    <message>
      <source>What you wrote is kept here and goes as soon as you are in.</source>
      <translation>Ce que vous avez écrit est gardé ici et part dès votre connexion.</translation>
    </message>
    <message>
      <source>Who has signed in on this computer before can come in all the same. With this address nobody has: connect, and sign in once.</source>
      <translation>Qui s’est déjà connecté sur cet ordinateur peut entrer quand même. Avec cette adresse, personne ne l’a fait : rétablissez la connexion et connectez-vous une fois.</translation>
    </message>
    <message>
      <source>Without encryption everybody on the way could read along. Use {address}.</source>
      <translation>Sans chiffrement, n’importe qui pourrait lire au passage. Utilisez {address}.</translation>
    </message>
    <message>
      <source>You are signed in</source>
      <translation>Vous êtes connecté</translation>
    </message>
    <message>
      <source>You can close this window and go back to the program.</source>
      <translation>Vous pouvez fermer cette fenêtre et revenir au programme.</translation>
    </message>
    <message>
      <source>You sign in with it from now on, on every computer.</source>
      <translation>Il servira désormais à vous connecter, sur tous les ordinateurs.</translation>
    </message>
    <message>
      <source>Your administrator has both of these. They are kept on this computer and asked for once.</source>
      <translation>Votre administrateur a les deux. Elles sont gardées sur cet ordinateur et demandées une seule fois.</translation>
    </message>
    <message>
      <source>at {server}</source>
      <translation>sur {server}</translation>
    </message>
    <message>
      <source>{done} of {total} records</source>
      <translation>{done} sur {total} enregistrements</translation>
    </message>
  </context>
  <context>
    <name>Conflicts</name>
    <message numerus="yes">
      <source>%n draft(s)</source>
      <translation>
        <numerusform>%n brouillon</numerusform>
        <numerusform>%n brouillons</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n draft(s) met a newer change. Nothing was lost.</source>
      <translation>
        <numerusform>%n brouillon à résoudre. Rien n’est perdu.</numerusform>
        <numerusform>%n brouillons à résoudre. Rien n’est perdu.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n field(s) differ</source>
      <translation>
        <numerusform>%n champ diffère</numerusform>
        <numerusform>%n champs diffèrent</numerusform>
      </translation>
    </message>
    <message>
      <source>A note holds {most} characters.</source>
      <translation>Une note contient au plus {most} caractères.</translation>
    </message>
    <message>
      <source>An appointment cannot go from its state to this one.</source>
      <translation>Un rendez-vous ne peut pas passer de son état à celui-ci.</translation>
    </message>
    <message>
      <source>Appointment is {state} now</source>
      <translation>Le rendez-vous est désormais : {state}</translation>
    </message>
    <message>
      <source>Appointment slot taken</source>
      <translation>Créneau du rendez-vous pris</translation>
    </message>
    <message>
      <source>Appointment was moved</source>
      <translation>Le rendez-vous a été déplacé</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Avant</translation>
    </message>
    <message>
      <source>Book {time}</source>
      <translation>Fixer : {time}</translation>
    </message>
    <message>
      <source>Booked here at {time}</source>
      <translation>Fixé ici : {time}</translation>
    </message>
    <message>
      <source>Both texts together are too long.</source>
      <translation>Les deux textes ensemble sont trop longs.</translation>
    </message>
    <message>
      <source>Change the record itself instead.</source>
      <translation>Modifiez plutôt la fiche elle-même.</translation>
    </message>
    <message>
      <source>Changed before it was removed</source>
      <translation>Modifié avant la suppression</translation>
    </message>
    <message>
      <source>Choose another…</source>
      <translation>En choisir un autre…</translation>
    </message>
    <message>
      <source>Decided by {who}, {time}. All texts are kept.</source>
      <translation>Décidé par {who}, {time}. Tous les textes sont gardés.</translation>
    </message>
    <message>
      <source>Decisions are kept here, with all their texts.</source>
      <translation>Les décisions sont gardées ici, avec tous leurs textes.</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Écarter</translation>
    </message>
    <message>
      <source>Discard draft</source>
      <translation>Écarter le brouillon</translation>
    </message>
    <message>
      <source>Edited here at {time}</source>
      <translation>Modifié ici : {time}</translation>
    </message>
    <message>
      <source>Field</source>
      <translation>Champ</translation>
    </message>
    <message>
      <source>Find in settled</source>
      <translation>Chercher dans les résolus</translation>
    </message>
    <message>
      <source>From {state} an appointment cannot go where your draft wanted it.</source>
      <translation>De l’état « {state} », un rendez-vous ne peut pas aller où le voulait votre brouillon.</translation>
    </message>
    <message>
      <source>Gone</source>
      <translation>Supprimé</translation>
    </message>
    <message>
      <source>Hand over…</source>
      <translation>Transmettre…</translation>
    </message>
    <message>
      <source>Handed over to {who}</source>
      <translation>Transmis à {who}</translation>
    </message>
    <message>
      <source>History…</source>
      <translation>Historique…</translation>
    </message>
    <message>
      <source>Hours</source>
      <translation>Horaires</translation>
    </message>
    <message>
      <source>It belongs to a record that the server does not have.</source>
      <translation>Il dépend d’une fiche que le serveur n’a pas.</translation>
    </message>
    <message>
      <source>It goes when it can be sent. All texts stay under Settled.</source>
      <translation>Cela partira dès que possible. Tous les textes restent sous Résolus.</translation>
    </message>
    <message>
      <source>It hung on a draft that was not kept.</source>
      <translation>Il dépendait d’un brouillon qui n’a pas été gardé.</translation>
    </message>
    <message>
      <source>It is older than the server remembers.</source>
      <translation>Il est plus ancien que la mémoire du serveur.</translation>
    </message>
    <message>
      <source>It is on its way to the server already</source>
      <translation>C’est déjà en route vers le serveur</translation>
    </message>
    <message>
      <source>It was written by somebody else on this computer.</source>
      <translation>Quelqu’un d’autre l’a écrit sur cet ordinateur.</translation>
    </message>
    <message>
      <source>Keep both in notes</source>
      <translation>Garder les deux en note</translation>
    </message>
    <message>
      <source>Keep it</source>
      <translation>Garder</translation>
    </message>
    <message>
      <source>Keep mine</source>
      <translation>Garder le mien</translation>
    </message>
    <message>
      <source>Keep server's</source>
      <translation>Garder celui du serveur</translation>
    </message>
    <message>
      <source>Keep the draft</source>
      <translation>Garder le brouillon</translation>
    </message>
    <message>
      <source>Keep what is picked</source>
      <translation>Garder la sélection</translation>
    </message>
    <message>
      <source>Kept on this computer, sent when it can be</source>
      <translation>Gardé sur cet ordinateur, envoyé dès que possible</translation>
    </message>
    <message>
      <source>Look at what it says now, and choose another way.</source>
      <translation>Regardez ce qui est écrit maintenant et choisissez autrement.</translation>
    </message>
    <message>
      <source>Looking for free times…</source>
      <translation>Recherche de créneaux libres…</translation>
    </message>
    <message>
      <source>Move to the next free time</source>
      <translation>Déplacer au prochain créneau libre</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Nom</translation>
    </message>
    <message>
      <source>Needs attention</source>
      <translation>À vérifier</translation>
    </message>
    <message>
      <source>No free time</source>
      <translation>Aucun créneau libre</translation>
    </message>
    <message>
      <source>Nobody has a free time in the next two weeks.</source>
      <translation>Personne n’a de créneau libre dans les deux prochaines semaines.</translation>
    </message>
    <message>
      <source>Not accepted</source>
      <translation>Pas accepté</translation>
    </message>
    <message>
      <source>Not allowed</source>
      <translation>Pas autorisé</translation>
    </message>
    <message>
      <source>Nothing here</source>
      <translation>Rien ici</translation>
    </message>
    <message>
      <source>Nothing needs you</source>
      <translation>Rien ne vous attend</translation>
    </message>
    <message>
      <source>Overbooking needs a reason.</source>
      <translation>Pour superposer un rendez-vous, il faut un motif.</translation>
    </message>
    <message>
      <source>Put away with another draft</source>
      <translation>Mis de côté avec un autre brouillon</translation>
    </message>
    <message>
      <source>Refused drafts</source>
      <translation>Brouillons refusés</translation>
    </message>
    <message>
      <source>Registered here at {time}</source>
      <translation>Enregistré ici : {time}</translation>
    </message>
    <message>
      <source>Removed here at {time}</source>
      <translation>Supprimé ici : {time}</translation>
    </message>
    <message>
      <source>Send again</source>
      <translation>Renvoyer</translation>
    </message>
    <message>
      <source>Send it like this</source>
      <translation>Envoyer ainsi</translation>
    </message>
    <message>
      <source>Sent instead: {what}</source>
      <translation>Envoyé à la place : {what}</translation>
    </message>
    <message>
      <source>Server</source>
      <translation>Serveur</translation>
    </message>
    <message>
      <source>Server, {time} by {who}</source>
      <translation>Serveur, {time}, {who}</translation>
    </message>
    <message>
      <source>Settle a refused draft</source>
      <translation>Résoudre un brouillon refusé</translation>
    </message>
    <message>
      <source>Settled</source>
      <translation>Résolus</translation>
    </message>
    <message>
      <source>Show settled drafts</source>
      <translation>Afficher les brouillons résolus</translation>
    </message>
    <message>
      <source>Show what needs attention</source>
      <translation>Afficher ce qui est à vérifier</translation>
    </message>
    <message>
      <source>Slot taken</source>
      <translation>Créneau pris</translation>
    </message>
    <message>
      <source>Somebody else has this time now.</source>
      <translation>Quelqu’un d’autre a ce créneau maintenant.</translation>
    </message>
    <message>
      <source>Somebody else has {span} with {provider} now.</source>
      <translation>Quelqu’un d’autre a maintenant {span} avec {provider}.</translation>
    </message>
    <message>
      <source>Somebody removed this record while you were working on it.</source>
      <translation>Quelqu’un a supprimé cette fiche pendant que vous y travailliez.</translation>
    </message>
    <message>
      <source>Something in it is not as it must be.</source>
      <translation>Quelque chose n’y est pas comme il faut.</translation>
    </message>
    <message>
      <source>State</source>
      <translation>État</translation>
    </message>
    <message>
      <source>Take the decision back</source>
      <translation>Revenir sur la décision</translation>
    </message>
    <message>
      <source>That settles it</source>
      <translation>C’est résolu</translation>
    </message>
    <message>
      <source>The address is too long.</source>
      <translation>L’adresse est trop longue.</translation>
    </message>
    <message>
      <source>The appointment ends before it begins.</source>
      <translation>Le rendez-vous finit avant de commencer.</translation>
    </message>
    <message>
      <source>The appointment is longer than 12 hours.</source>
      <translation>Le rendez-vous dure plus de 12 heures.</translation>
    </message>
    <message>
      <source>The appointment's state changed</source>
      <translation>L’état du rendez-vous a changé</translation>
    </message>
    <message>
      <source>The birth date cannot be.</source>
      <translation>La date de naissance est impossible.</translation>
    </message>
    <message numerus="yes">
      <source>The draft goes, with %n other(s) that hung on it. All of it stays readable under Settled.</source>
      <translation>
        <numerusform>Le brouillon est écarté, avec %n autre qui en dépend. Tout reste lisible dans Résolus.</numerusform>
        <numerusform>Le brouillon est écarté, avec %n autres qui en dépendent. Tout reste lisible dans Résolus.</numerusform>
      </translation>
    </message>
    <message>
      <source>The draft goes; its text stays readable under Settled.</source>
      <translation>Le brouillon est écarté ; son texte reste lisible dans Résolus.</translation>
    </message>
    <message>
      <source>The draft is kept here until you decide.</source>
      <translation>Le brouillon est gardé ici jusqu'à votre décision.</translation>
    </message>
    <message>
      <source>The e-mail address is too long.</source>
      <translation>L’adresse e-mail est trop longue.</translation>
    </message>
    <message>
      <source>The family name is missing or too long.</source>
      <translation>Le nom manque ou est trop long.</translation>
    </message>
    <message>
      <source>The given name is too long.</source>
      <translation>Le prénom est trop long.</translation>
    </message>
    <message>
      <source>The note is too long.</source>
      <translation>La note est trop longue.</translation>
    </message>
    <message>
      <source>The phone number is too long.</source>
      <translation>Le numéro de téléphone est trop long.</translation>
    </message>
    <message>
      <source>The reason is too long.</source>
      <translation>Le motif est trop long.</translation>
    </message>
    <message>
      <source>The record does not allow it any more.</source>
      <translation>La fiche ne le permet plus.</translation>
    </message>
    <message>
      <source>The record is gone</source>
      <translation>La fiche n’existe plus</translation>
    </message>
    <message>
      <source>The same is there already.</source>
      <translation>La même chose existe déjà.</translation>
    </message>
    <message>
      <source>The server already has another draft under its number.</source>
      <translation>Le serveur a déjà un autre brouillon sous ce numéro.</translation>
    </message>
    <message>
      <source>The server does not accept it as it is.</source>
      <translation>Le serveur ne l’accepte pas tel quel.</translation>
    </message>
    <message>
      <source>The server does not know this gender.</source>
      <translation>Le serveur ne connaît pas cette valeur de sexe.</translation>
    </message>
    <message>
      <source>The server knows more than this program and does not understand what was sent. After an update it can be sent again.</source>
      <translation>Le serveur en sait plus que ce programme et ne comprend pas ce qui a été envoyé. Après une mise à jour, on peut renvoyer.</translation>
    </message>
    <message>
      <source>The server's</source>
      <translation>Celui du serveur</translation>
    </message>
    <message>
      <source>This program is too old for it</source>
      <translation>Ce programme est trop ancien pour cela</translation>
    </message>
    <message>
      <source>This time has just been taken.</source>
      <translation>Ce créneau vient d’être pris.</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Heure</translation>
    </message>
    <message>
      <source>Two changes</source>
      <translation>Deux modifications</translation>
    </message>
    <message>
      <source>Update needed</source>
      <translation>Mise à jour requise</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>En attente</translation>
    </message>
    <message>
      <source>Waiting for this decision</source>
      <translation>En attente de cette décision</translation>
    </message>
    <message>
      <source>Waits for a decision again</source>
      <translation>De nouveau en attente de décision</translation>
    </message>
    <message>
      <source>What was decided, with all its texts.</source>
      <translation>Ce qui a été décidé, avec tous les textes.</translation>
    </message>
    <message>
      <source>When two people change the same thing, or a time is taken while you are offline, both versions wait here for your word.</source>
      <translation>Quand deux personnes modifient la même chose, ou qu’un créneau est pris pendant que vous êtes hors ligne, les deux versions attendent ici votre décision.</translation>
    </message>
    <message>
      <source>Which</source>
      <translation>Lesquels</translation>
    </message>
    <message>
      <source>Write it as a new record</source>
      <translation>L’écrire comme nouvelle fiche</translation>
    </message>
    <message>
      <source>Written by {who}, {time}</source>
      <translation>Écrit par {who}, {time}</translation>
    </message>
    <message>
      <source>You may not see this record any more, so not change it.</source>
      <translation>Vous ne pouvez plus voir cette fiche, donc pas la modifier.</translation>
    </message>
    <message>
      <source>Your role may not make this change.</source>
      <translation>Votre rôle ne permet pas cette modification.</translation>
    </message>
    <message>
      <source>Yours, {time}</source>
      <translation>Le vôtre, {time}</translation>
    </message>
    <message>
      <source>a colleague</source>
      <translation>un collègue</translation>
    </message>
    <message>
      <source>kept</source>
      <translation>gardé</translation>
    </message>
    <message>
      <source>merged</source>
      <translation>fusionné</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>rien</translation>
    </message>
    <message>
      <source>taken over</source>
      <translation>repris</translation>
    </message>
    <message>
      <source>unchanged</source>
      <translation>inchangé</translation>
    </message>
    <message>
      <source>{field} differs</source>
      <translation>Diffère : {field}</translation>
    </message>
    <message>
      <source>{patient} could not be booked at {time} with {provider}</source>
      <translation>Impossible de fixer le rendez-vous de {patient} ({time}) avec {provider}</translation>
    </message>
    <message>
      <source>{patient} could not be put at {time} with {provider}</source>
      <translation>Impossible de placer {patient} ({time}) avec {provider}</translation>
    </message>
    <message>
      <source>{patient} is booked now.</source>
      <translation>{patient} a maintenant un rendez-vous.</translation>
    </message>
    <message>
      <source>{patient}: two people changed the {fields}</source>
      <translation>{patient} : deux modifications à la fois ({fields})</translation>
    </message>
    <message>
      <source>{who} booked {patient} into the same time at {time}.</source>
      <translation>{who} a donné le même créneau à {patient} ({time}).</translation>
    </message>
    <message>
      <source>{who} booked {patient} into the same time.</source>
      <translation>{who} a donné le même créneau à {patient}.</translation>
    </message>
    <message>
      <source>{who} changed it at {time}, before the draft arrived.</source>
      <translation>{who} l'a modifié à {time}, avant l'arrivée du brouillon.</translation>
    </message>
    <message>
      <source>{who} changed it before the draft arrived.</source>
      <translation>{who} l'a modifié avant l'arrivée du brouillon.</translation>
    </message>
  </context>
  <context>
    <name>Deed</name>
    <message>
      <source>Activate somebody again</source>
      <translation>Réactiver quelqu’un</translation>
    </message>
    <message>
      <source>Add a kind of visit</source>
      <translation>Ajouter un type de rendez-vous</translation>
    </message>
    <message>
      <source>Add a provider</source>
      <translation>Ajouter un professionnel</translation>
    </message>
    <message>
      <source>Add a room</source>
      <translation>Ajouter une salle</translation>
    </message>
    <message>
      <source>Add an authenticator</source>
      <translation>Ajouter une application d’authentification</translation>
    </message>
    <message>
      <source>Add working hours</source>
      <translation>Ajouter des horaires de travail</translation>
    </message>
    <message>
      <source>Ask for new keys on every computer</source>
      <translation>Demander de nouvelles clés sur chaque ordinateur</translation>
    </message>
    <message>
      <source>Ask the server</source>
      <translation>Interroger le serveur</translation>
    </message>
    <message>
      <source>Back to scheduled</source>
      <translation>De nouveau prévu</translation>
    </message>
    <message>
      <source>Book appointment</source>
      <translation>Fixer un rendez-vous</translation>
    </message>
    <message>
      <source>Call in</source>
      <translation>Faire entrer</translation>
    </message>
    <message>
      <source>Cancel appointment</source>
      <translation>Annuler le rendez-vous</translation>
    </message>
    <message>
      <source>Change a kind of visit</source>
      <translation>Modifier un type de rendez-vous</translation>
    </message>
    <message>
      <source>Change a provider</source>
      <translation>Modifier un professionnel</translation>
    </message>
    <message>
      <source>Change a room</source>
      <translation>Modifier une salle</translation>
    </message>
    <message>
      <source>Change somebody's name or role</source>
      <translation>Modifier le nom ou le rôle de quelqu’un</translation>
    </message>
    <message>
      <source>Change status</source>
      <translation>Changer l’état</translation>
    </message>
    <message>
      <source>Change the clinic's details</source>
      <translation>Modifier les données de la clinique</translation>
    </message>
    <message>
      <source>Change the password</source>
      <translation>Changer le mot de passe</translation>
    </message>
    <message>
      <source>Change the rules for the computers</source>
      <translation>Modifier les règles des ordinateurs</translation>
    </message>
    <message>
      <source>Come in</source>
      <translation>Entrer</translation>
    </message>
    <message>
      <source>Complete visit</source>
      <translation>Terminer la visite</translation>
    </message>
    <message>
      <source>Confirm appointment</source>
      <translation>Confirmer le rendez-vous</translation>
    </message>
    <message>
      <source>Confirm that it is oneself</source>
      <translation>Confirmer son identité</translation>
    </message>
    <message>
      <source>Deactivate somebody</source>
      <translation>Désactiver quelqu’un</translation>
    </message>
    <message>
      <source>Enter an absence</source>
      <translation>Inscrire une absence</translation>
    </message>
    <message>
      <source>Export the audit trail</source>
      <translation>Exporter le journal d’audit</translation>
    </message>
    <message>
      <source>Have a computer forget somebody</source>
      <translation>Faire oublier quelqu’un à un ordinateur</translation>
    </message>
    <message>
      <source>Invite somebody</source>
      <translation>Inviter quelqu’un</translation>
    </message>
    <message>
      <source>Lock</source>
      <translation>Verrouiller</translation>
    </message>
    <message>
      <source>Look at a patient's record</source>
      <translation>Consulter la fiche d’un patient</translation>
    </message>
    <message>
      <source>Look at a refused change</source>
      <translation>Consulter une modification refusée</translation>
    </message>
    <message>
      <source>Look at an appointment</source>
      <translation>Consulter un rendez-vous</translation>
    </message>
    <message>
      <source>Look at the audit trail</source>
      <translation>Consulter le journal d’audit</translation>
    </message>
    <message>
      <source>Make a recovery code</source>
      <translation>Créer un code de récupération</translation>
    </message>
    <message>
      <source>Make new keys</source>
      <translation>Créer de nouvelles clés</translation>
    </message>
    <message>
      <source>Make recovery codes for the account</source>
      <translation>Créer des codes de récupération pour le compte</translation>
    </message>
    <message>
      <source>Mark as arrived</source>
      <translation>Marquer comme arrivé</translation>
    </message>
    <message>
      <source>Mark as no-show</source>
      <translation>Marquer comme absent</translation>
    </message>
    <message>
      <source>Move appointment</source>
      <translation>Déplacer le rendez-vous</translation>
    </message>
    <message>
      <source>Open in an emergency</source>
      <translation>Ouvrir en urgence</translation>
    </message>
    <message>
      <source>Open with the clinic's escrow key</source>
      <translation>Ouvrir avec la clé de dépôt de la clinique</translation>
    </message>
    <message>
      <source>Open with the recovery code</source>
      <translation>Ouvrir avec le code de récupération</translation>
    </message>
    <message>
      <source>Print the recovery code</source>
      <translation>Imprimer le code de récupération</translation>
    </message>
    <message>
      <source>Put a kind of visit back into use</source>
      <translation>Remettre un type de rendez-vous en service</translation>
    </message>
    <message>
      <source>Put a provider back on the schedule</source>
      <translation>Remettre un professionnel à l’agenda</translation>
    </message>
    <message>
      <source>Put a room back into use</source>
      <translation>Remettre une salle en service</translation>
    </message>
    <message>
      <source>Reinstate appointment</source>
      <translation>Rétablir le rendez-vous</translation>
    </message>
    <message>
      <source>Remove an authenticator</source>
      <translation>Retirer une application d’authentification</translation>
    </message>
    <message>
      <source>Remove my work from this computer</source>
      <translation>Retirer mon travail de cet ordinateur</translation>
    </message>
    <message>
      <source>Save the diagnostics</source>
      <translation>Enregistrer le diagnostic</translation>
    </message>
    <message>
      <source>Save the recovery code</source>
      <translation>Enregistrer le code de récupération</translation>
    </message>
    <message>
      <source>Seal to the clinic's key</source>
      <translation>Sceller avec la clé de la clinique</translation>
    </message>
    <message>
      <source>Sign in</source>
      <translation>Se connecter</translation>
    </message>
    <message>
      <source>Sign in again</source>
      <translation>Se reconnecter</translation>
    </message>
    <message>
      <source>Sign out</source>
      <translation>Se déconnecter</translation>
    </message>
    <message>
      <source>Sign out all other computers</source>
      <translation>Déconnecter tous les autres ordinateurs</translation>
    </message>
    <message>
      <source>Sign out another computer</source>
      <translation>Déconnecter un autre ordinateur</translation>
    </message>
    <message>
      <source>Sign out on all computers</source>
      <translation>Se déconnecter de tous les ordinateurs</translation>
    </message>
    <message>
      <source>Take a kind of visit out of use</source>
      <translation>Mettre un type de rendez-vous hors service</translation>
    </message>
    <message>
      <source>Take a provider off the schedule</source>
      <translation>Retirer un professionnel de l’agenda</translation>
    </message>
    <message>
      <source>Take a room out of use</source>
      <translation>Mettre une salle hors service</translation>
    </message>
    <message>
      <source>Take an absence back</source>
      <translation>Retirer une absence</translation>
    </message>
    <message>
      <source>Take back that a computer forgets</source>
      <translation>Revenir sur l’oubli par un ordinateur</translation>
    </message>
    <message>
      <source>Take working hours back</source>
      <translation>Retirer des horaires de travail</translation>
    </message>
    <message>
      <source>Trust this computer</source>
      <translation>Faire confiance à cet ordinateur</translation>
    </message>
    <message>
      <source>Trust this computer no more</source>
      <translation>Ne plus faire confiance à cet ordinateur</translation>
    </message>
    <message>
      <source>Undo booking</source>
      <translation>Annuler la prise de rendez-vous</translation>
    </message>
    <message>
      <source>Undo cancellation</source>
      <translation>Revenir sur l’annulation</translation>
    </message>
    <message>
      <source>Undo move</source>
      <translation>Revenir sur le déplacement</translation>
    </message>
    <message>
      <source>Unlock</source>
      <translation>Déverrouiller</translation>
    </message>
    <message>
      <source>Withdraw an invitation</source>
      <translation>Annuler une invitation</translation>
    </message>
    <message>
      <source>Wrong password</source>
      <translation>Mot de passe erroné</translation>
    </message>
  </context>
  <context>
    <name>Demo</name>
    <message>
      <source>Connect</source>
      <translation>Reconnecter</translation>
    </message>
    <message>
      <source>Disconnect</source>
      <translation>Déconnecter</translation>
    </message>
    <message>
      <source>Disconnect this window from the server</source>
      <translation>Déconnecter cette fenêtre du serveur</translation>
    </message>
    <message>
      <source>Signing in…</source>
      <translation>Connexion…</translation>
    </message>
    <message>
      <source>Starting an invented clinic on this computer…</source>
      <translation>Démarrage d’une clinique inventée sur cet ordinateur…</translation>
    </message>
  </context>
  <context>
    <name>Errors</name>
    <message>
      <source>A code is for one person on one computer, and is spent once it was used. Look whether there is a newer one.</source>
      <translation>Un code vaut pour une personne sur un ordinateur et ne sert qu’une fois. Voyez s’il en existe un plus récent.</translation>
    </message>
    <message>
      <source>A code is on its way to your mailbox. Type it here.</source>
      <translation>Un code est en route vers votre boîte. Saisissez-le ici.</translation>
    </message>
    <message>
      <source>A mail is on its way already</source>
      <translation>Un e-mail est déjà en route</translation>
    </message>
    <message>
      <source>A newer version of this program has been used here</source>
      <translation>Une version plus récente de ce programme a servi ici</translation>
    </message>
    <message>
      <source>A second proof is needed first</source>
      <translation>Une seconde vérification est d’abord nécessaire</translation>
    </message>
    <message>
      <source>An administrator of your clinic asked for it. If you still work here, sign in to fetch it again.</source>
      <translation>Un administrateur de votre clinique l’a demandé. Si vous travaillez encore ici, connectez-vous pour les récupérer.</translation>
    </message>
    <message>
      <source>Another program uses the same port</source>
      <translation>Un autre programme utilise le même port</translation>
    </message>
    <message>
      <source>Another window on this computer is using the same data. Close it, then try again.</source>
      <translation>Une autre fenêtre de cet ordinateur utilise les mêmes données. Fermez-la, puis réessayez.</translation>
    </message>
    <message>
      <source>Ask an administrator of your clinic. What you wrote stays on this computer.</source>
      <translation>Adressez-vous à un administrateur de votre clinique. Ce que vous avez écrit reste sur cet ordinateur.</translation>
    </message>
    <message>
      <source>Check Caps Lock and the keyboard language, then type it again.</source>
      <translation>Vérifiez Verr. Maj. et la langue du clavier, puis saisissez-le de nouveau.</translation>
    </message>
    <message>
      <source>Check how it is written, or ask an administrator of your clinic.</source>
      <translation>Vérifiez comment elle est écrite, ou demandez à un administrateur de votre clinique.</translation>
    </message>
    <message>
      <source>Check the connection settings</source>
      <translation>Vérifier les réglages de connexion</translation>
    </message>
    <message>
      <source>Check the folder and whether you may use it, or choose another one.</source>
      <translation>Vérifiez le dossier et vos droits sur lui, ou choisissez-en un autre.</translation>
    </message>
    <message>
      <source>Choose another one, or sign in with it.</source>
      <translation>Choisissez-en un autre, ou connectez-vous avec celui-ci.</translation>
    </message>
    <message>
      <source>Close other windows of the demo, then try it once more.</source>
      <translation>Fermez les autres fenêtres de la démonstration, puis réessayez.</translation>
    </message>
    <message>
      <source>Close the other program, or start this one on another port.</source>
      <translation>Fermez l’autre programme, ou démarrez celui-ci sur un autre port.</translation>
    </message>
    <message>
      <source>Compare it with the paper, group by group. It has no 0 and O, no 1, I and L.</source>
      <translation>Comparez-le au papier, groupe par groupe. Il ne contient ni 0 ni O, ni 1, I ou L.</translation>
    </message>
    <message>
      <source>Everything you do is kept on this computer and sent when the connection returns.</source>
      <translation>Tout ce que vous faites est gardé sur cet ordinateur et envoyé au retour de la connexion.</translation>
    </message>
    <message>
      <source>Fetch everything again</source>
      <translation>Tout récupérer</translation>
    </message>
    <message>
      <source>For safety it is good for five minutes only. Begin again.</source>
      <translation>Par sécurité, cela ne vaut que cinq minutes. Recommencez.</translation>
    </message>
    <message>
      <source>I have made room</source>
      <translation>J’ai fait de la place</translation>
    </message>
    <message>
      <source>It answered with something it should not have said. Your work is kept here; the program keeps trying.</source>
      <translation>Il a répondu ce qu’il n’aurait pas dû. Votre travail est gardé ici ; le programme continue d’essayer.</translation>
    </message>
    <message>
      <source>It asked for a little patience. Your work is kept and sent in a moment.</source>
      <translation>Il a demandé un peu de patience. Votre travail est gardé et part dans un instant.</translation>
    </message>
    <message>
      <source>It is an extra of this program. Install the one with the demo to try it.</source>
      <translation>C’est un supplément de ce programme. Installez la version avec démonstration pour l’essayer.</translation>
    </message>
    <message>
      <source>It is in use already, or nothing may be written there. Choose another one.</source>
      <translation>Il est déjà utilisé, ou on ne peut rien y écrire. Choisissez-en un autre.</translation>
    </message>
    <message>
      <source>It is locked with the password you last used here. If you changed it elsewhere, connect to the server and sign in once.</source>
      <translation>C’est verrouillé par le dernier mot de passe utilisé ici. Si vous l’avez changé ailleurs, connectez-vous une fois au serveur.</translation>
    </message>
    <message>
      <source>It was cancelled there, or you are not known there. Try it once more.</source>
      <translation>Cela y a été annulé, ou vous n’y êtes pas connu. Essayez encore une fois.</translation>
    </message>
    <message>
      <source>It was damaged or changed, so nothing was brought in. Copy it once more.</source>
      <translation>Il est abîmé ou modifié, donc rien n’a été repris. Copiez-le encore une fois.</translation>
    </message>
    <message>
      <source>It was moved or restored. Your work is kept here; sign in again to send it.</source>
      <translation>Il a été déplacé ou restauré. Votre travail est gardé ici ; reconnectez-vous pour l’envoyer.</translation>
    </message>
    <message>
      <source>It wrote the data in a form this version does not know. Nothing was changed. Update the program to go on.</source>
      <translation>Elle a écrit les données sous une forme que cette version ne connaît pas. Rien n’a changé. Mettez le programme à jour pour continuer.</translation>
    </message>
    <message>
      <source>Its end is missing, so nothing was brought in. Copy it once more.</source>
      <translation>Il en manque la fin, donc rien n’a été repris. Copiez-le encore une fois.</translation>
    </message>
    <message>
      <source>No further authenticator can be added</source>
      <translation>Impossible d’ajouter une autre application d’authentification</translation>
    </message>
    <message>
      <source>Nobody has an account with this address</source>
      <translation>Personne n’a de compte avec cette adresse</translation>
    </message>
    <message>
      <source>Nobody was invited</source>
      <translation>Personne n’a été invité</translation>
    </message>
    <message>
      <source>Nobody was signed in in the browser</source>
      <translation>Personne ne s’est connecté dans le navigateur</translation>
    </message>
    <message>
      <source>Nothing in it was changed. Start it again; if it lasts, report it.</source>
      <translation>Rien n’y a changé. Redémarrez-la ; si cela dure, signalez-le.</translation>
    </message>
    <message>
      <source>Nothing was brought in. Choose the file that was saved with your drafts.</source>
      <translation>Rien n’a été repris. Choisissez le fichier enregistré avec vos brouillons.</translation>
    </message>
    <message>
      <source>Nothing was brought in. It is the one that was typed twice when saving.</source>
      <translation>Rien n’a été repris. C’est celle saisie deux fois à l’enregistrement.</translation>
    </message>
    <message>
      <source>Nothing was brought in. Update this program, then choose it again.</source>
      <translation>Rien n’a été repris. Mettez ce programme à jour, puis choisissez-le de nouveau.</translation>
    </message>
    <message>
      <source>Nothing was changed or deleted. Close the program and start it again.</source>
      <translation>Rien n’a été modifié ni effacé. Fermez le programme et relancez-le.</translation>
    </message>
    <message>
      <source>Nothing was changed. Look at what is there now, then decide again.</source>
      <translation>Rien n’a changé. Regardez ce qu’il y a maintenant, puis décidez de nouveau.</translation>
    </message>
    <message>
      <source>Nothing was lost. Try it again in a moment.</source>
      <translation>Rien n’est perdu. Réessayez dans un instant.</translation>
    </message>
    <message>
      <source>OK</source>
      <translation>OK</translation>
    </message>
    <message>
      <source>Only the person who wrote them can bring them in, signed in as themselves.</source>
      <translation>Seule la personne qui les a écrits peut les reprendre, connectée sous son nom.</translation>
    </message>
    <message>
      <source>Open the mail that was sent to it, or have a code sent to it now.</source>
      <translation>Ouvrez le message qui y a été envoyé, ou faites-y envoyer un code maintenant.</translation>
    </message>
    <message>
      <source>Open your authenticator and type the code it shows.</source>
      <translation>Ouvrez votre application d’authentification et saisissez le code affiché.</translation>
    </message>
    <message>
      <source>Remove one that you do not use any more, then add the new one.</source>
      <translation>Retirez-en une qui ne sert plus, puis ajoutez la nouvelle.</translation>
    </message>
    <message>
      <source>Report this</source>
      <translation>Signaler</translation>
    </message>
    <message>
      <source>Sign in</source>
      <translation>Se connecter</translation>
    </message>
    <message>
      <source>Somebody else signed in</source>
      <translation>Quelqu’un d’autre s’est connecté</translation>
    </message>
    <message>
      <source>Somebody removed it, or you may not see it now. Nothing was changed.</source>
      <translation>Quelqu’un l’a supprimée, ou vous ne pouvez plus la voir. Rien n’a changé.</translation>
    </message>
    <message>
      <source>Something answers at this address, but it is no clinic of ours, or the key is not its key. Compare both with what your administrator gave you.</source>
      <translation>Quelque chose répond à cette adresse, mais ce n’est pas une de nos cliniques, ou la clé n’est pas la sienne. Comparez les deux avec ce que votre administrateur vous a donné.</translation>
    </message>
    <message>
      <source>Something else has happened since</source>
      <translation>Autre chose s’est produit depuis</translation>
    </message>
    <message>
      <source>Start it as an ordinary user, not as the administrator of the computer.</source>
      <translation>Démarrez-le en utilisateur ordinaire, pas en administrateur de l’ordinateur.</translation>
    </message>
    <message>
      <source>Take a longer one; a few words in a row are easy to remember.</source>
      <translation>Prenez-en un plus long ; quelques mots à la suite se retiennent facilement.</translation>
    </message>
    <message>
      <source>The address may have an account already, or no server runs there.</source>
      <translation>L’adresse a peut-être déjà un compte, ou aucun serveur ne tourne là.</translation>
    </message>
    <message>
      <source>The browser did not open</source>
      <translation>Le navigateur ne s’est pas ouvert</translation>
    </message>
    <message>
      <source>The clinic's data on this computer cannot be used</source>
      <translation>Les données de la clinique sur cet ordinateur sont inutilisables</translation>
    </message>
    <message>
      <source>The clinic's data on this computer is damaged</source>
      <translation>Les données de la clinique sur cet ordinateur sont abîmées</translation>
    </message>
    <message>
      <source>The damaged file was put aside and is kept. Everything the server has can be fetched again.</source>
      <translation>Le fichier abîmé a été mis de côté et reste gardé. Tout ce que le serveur possède peut être récupéré.</translation>
    </message>
    <message>
      <source>The database of this server did not start</source>
      <translation>La base de données de ce serveur n’a pas démarré</translation>
    </message>
    <message>
      <source>The demo did not start</source>
      <translation>La démonstration n’a pas démarré</translation>
    </message>
    <message>
      <source>The demo is not installed</source>
      <translation>La démonstration n’est pas installée</translation>
    </message>
    <message>
      <source>The disk of this computer is full</source>
      <translation>Le disque de cet ordinateur est plein</translation>
    </message>
    <message>
      <source>The e-mail address or the password is not right</source>
      <translation>L’adresse e-mail ou le mot de passe n’est pas correct</translation>
    </message>
    <message>
      <source>The file cannot be read or written there</source>
      <translation>Le fichier ne peut pas être lu ou écrit à cet endroit</translation>
    </message>
    <message>
      <source>The file holds somebody else's drafts</source>
      <translation>Le fichier contient les brouillons de quelqu’un d’autre</translation>
    </message>
    <message>
      <source>The file is not as it was saved</source>
      <translation>Le fichier n’est plus tel qu’il a été enregistré</translation>
    </message>
    <message>
      <source>The file is not complete</source>
      <translation>Le fichier n’est pas complet</translation>
    </message>
    <message>
      <source>The file was saved by a newer version of this program</source>
      <translation>Le fichier vient d’une version plus récente de ce programme</translation>
    </message>
    <message>
      <source>The folder of this server cannot be used</source>
      <translation>Le dossier de ce serveur est inutilisable</translation>
    </message>
    <message>
      <source>The passphrase does not open the file</source>
      <translation>La phrase secrète n’ouvre pas le fichier</translation>
    </message>
    <message>
      <source>The password does not open what is kept on this computer</source>
      <translation>Le mot de passe n’ouvre pas ce qui est gardé sur cet ordinateur</translation>
    </message>
    <message>
      <source>The program is already open</source>
      <translation>Le programme est déjà ouvert</translation>
    </message>
    <message>
      <source>The program made a mistake</source>
      <translation>Le programme a commis une erreur</translation>
    </message>
    <message>
      <source>The server cannot be reached</source>
      <translation>Le serveur est injoignable</translation>
    </message>
    <message>
      <source>The server does not allow it with your role. Ask an administrator of your facility if you need it.</source>
      <translation>Le serveur ne l’autorise pas avec votre rôle. Au besoin, demandez à un administrateur de votre établissement.</translation>
    </message>
    <message>
      <source>The server does not recognise you any more</source>
      <translation>Le serveur ne vous reconnaît plus</translation>
    </message>
    <message>
      <source>The server ended this session. What you wrote is kept here and sent once you sign in again.</source>
      <translation>Le serveur a mis fin à cette session. Ce que vous avez écrit est gardé ici et part quand vous vous reconnectez.</translation>
    </message>
    <message>
      <source>The server has trouble of its own</source>
      <translation>Le serveur a lui-même un problème</translation>
    </message>
    <message>
      <source>The server is busy</source>
      <translation>Le serveur est occupé</translation>
    </message>
    <message>
      <source>The server wants to be sure that it is you</source>
      <translation>Le serveur veut s’assurer que c’est bien vous</translation>
    </message>
    <message>
      <source>This account is suspended</source>
      <translation>Ce compte est suspendu</translation>
    </message>
    <message>
      <source>This address has not been confirmed</source>
      <translation>Cette adresse n’a pas été confirmée</translation>
    </message>
    <message>
      <source>This clinic does not offer this</source>
      <translation>Cette clinique ne le propose pas</translation>
    </message>
    <message>
      <source>This code is not right, or too old</source>
      <translation>Ce code est faux ou trop ancien</translation>
    </message>
    <message>
      <source>This computer has no account to run the server under</source>
      <translation>Cet ordinateur n’a pas de compte pour faire tourner le serveur</translation>
    </message>
    <message>
      <source>This computer has no program for web pages. Use your password instead.</source>
      <translation>Cet ordinateur n’a pas de programme pour les pages web. Utilisez votre mot de passe.</translation>
    </message>
    <message>
      <source>This computer has not heard from the clinic for too long</source>
      <translation>Cet ordinateur est sans nouvelles de la clinique depuis trop longtemps</translation>
    </message>
    <message>
      <source>This did not work</source>
      <translation>Cela n’a pas fonctionné</translation>
    </message>
    <message>
      <source>This escrow key does not open it</source>
      <translation>Cette clé de dépôt ne l’ouvre pas</translation>
    </message>
    <message>
      <source>This is not a file of drafts</source>
      <translation>Ce n’est pas un fichier de brouillons</translation>
    </message>
    <message>
      <source>This is not quite a recovery code</source>
      <translation>Ce n’est pas tout à fait un code de récupération</translation>
    </message>
    <message>
      <source>This is not the server of a clinic</source>
      <translation>Ce n’est pas le serveur d’une clinique</translation>
    </message>
    <message>
      <source>This is the password you have already</source>
      <translation>C’est le mot de passe que vous avez déjà</translation>
    </message>
    <message>
      <source>This password is too easy to guess</source>
      <translation>Ce mot de passe est trop facile à deviner</translation>
    </message>
    <message>
      <source>This program is too old for the server</source>
      <translation>Ce programme est trop ancien pour le serveur</translation>
    </message>
    <message>
      <source>This record is not here any more</source>
      <translation>Cette fiche n’est plus ici</translation>
    </message>
    <message>
      <source>This recovery code opens nothing here</source>
      <translation>Ce code de récupération n’ouvre rien ici</translation>
    </message>
    <message>
      <source>This took too long</source>
      <translation>Cela a pris trop de temps</translation>
    </message>
    <message>
      <source>This window holds another person's work. Sign in as that person.</source>
      <translation>Cette fenêtre contient le travail de quelqu’un d’autre. Connectez-vous sous son nom.</translation>
    </message>
    <message>
      <source>Too many wrong passwords</source>
      <translation>Trop de mots de passe erronés</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Réessayer</translation>
    </message>
    <message>
      <source>Type it again</source>
      <translation>Saisir de nouveau</translation>
    </message>
    <message>
      <source>Type the latest one, or have a new one made.</source>
      <translation>Saisissez le dernier, ou faites-en faire un nouveau.</translation>
    </message>
    <message>
      <source>Update the program</source>
      <translation>Mettre à jour le programme</translation>
    </message>
    <message>
      <source>Use another port</source>
      <translation>Utiliser un autre port</translation>
    </message>
    <message>
      <source>Use the code in it. Another one can be sent in a minute.</source>
      <translation>Utilisez le code qu’il contient. Un autre peut partir dans une minute.</translation>
    </message>
    <message>
      <source>Use your password, or ask an administrator of your clinic.</source>
      <translation>Utilisez votre mot de passe, ou demandez à un administrateur de votre clinique.</translation>
    </message>
    <message>
      <source>Wait before the next try: each wrong one makes the wait longer. Starting the program again does not make it shorter.</source>
      <translation>Attendez avant le prochain essai : chaque erreur allonge l’attente. Relancer le programme ne la raccourcit pas.</translation>
    </message>
    <message>
      <source>What is kept here was closed with another key of the clinic, or without one. Look for the key that was in use then, or open it with a password or a recovery code.</source>
      <translation>Ce qui est gardé ici a été fermé avec une autre clé de la clinique, ou sans clé. Cherchez la clé en usage à ce moment-là, ou ouvrez avec un mot de passe ou un code de récupération.</translation>
    </message>
    <message>
      <source>What is kept on this computer still opens with the one before. Type that one too, once.</source>
      <translation>Ce qui est gardé sur cet ordinateur s’ouvre encore avec l’ancien. Saisissez-le aussi, une seule fois.</translation>
    </message>
    <message>
      <source>What was saved before is safe. Please report it, with what you were doing, so that it can be put right.</source>
      <translation>Ce qui était enregistré est en sécurité. Merci de le signaler, avec ce que vous faisiez, pour que ce soit corrigé.</translation>
    </message>
    <message>
      <source>What you just did could not be saved. Delete files you do not need, then do it again.</source>
      <translation>Votre dernière action n’a pas pu être enregistrée. Supprimez des fichiers inutiles, puis refaites-la.</translation>
    </message>
    <message>
      <source>What you wrote is safe and can still be sent. To see what is new, update the program.</source>
      <translation>Ce que vous avez écrit est en sécurité et peut encore partir. Pour voir les nouveautés, mettez le programme à jour.</translation>
    </message>
    <message>
      <source>You do not work in a clinic yet</source>
      <translation>Vous ne travaillez encore dans aucune clinique</translation>
    </message>
    <message>
      <source>You have been signed out</source>
      <translation>Vous avez été déconnecté</translation>
    </message>
    <message>
      <source>You may not do this</source>
      <translation>Vous n’êtes pas autorisé à le faire</translation>
    </message>
    <message>
      <source>Your account is right, but no clinic has made you a member. Ask its administrator, then sign in again.</source>
      <translation>Votre compte est bon, mais aucune clinique ne vous a inscrit. Demandez à son administrateur, puis reconnectez-vous.</translation>
    </message>
    <message>
      <source>Your clinic lets it show records until then, and no longer change them. Nothing was lost. Connect to the server, or open it in an emergency.</source>
      <translation>Votre clinique lui permet alors d’afficher les dossiers, sans plus les modifier. Rien n’est perdu. Connectez-vous au serveur, ou ouvrez en urgence.</translation>
    </message>
    <message>
      <source>Your data was removed from this computer</source>
      <translation>Vos données ont été retirées de cet ordinateur</translation>
    </message>
    <message>
      <source>Your password was changed elsewhere</source>
      <translation>Votre mot de passe a été changé ailleurs</translation>
    </message>
  </context>
  <context>
    <name>Feature</name>
    <message>
      <source>Needs attention</source>
      <translation>À vérifier</translation>
    </message>
    <message>
      <source>Patients</source>
      <translation>Patients</translation>
    </message>
    <message>
      <source>People and rules</source>
      <translation>Personnes et règles</translation>
    </message>
    <message>
      <source>Schedule</source>
      <translation>Agenda</translation>
    </message>
    <message>
      <source>Sync status</source>
      <translation>Synchronisation</translation>
    </message>
    <message>
      <source>Who did what</source>
      <translation>Qui a fait quoi</translation>
    </message>
  </context>
  <context>
    <name>Files</name>
    <message>
      <source>Replace</source>
      <translation>Remplacer</translation>
    </message>
    <message>
      <source>Replace the file?</source>
      <translation>Remplacer le fichier ?</translation>
    </message>
    <message>
      <source>{name} is there already.</source>
      <translation>{name} existe déjà.</translation>
    </message>
  </context>
  <context>
    <name>Format</name>
    <message numerus="yes">
      <source>%n day(s)</source>
      <translation>
        <numerusform>%n jour</numerusform>
        <numerusform>%n jours</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n month(s)</source>
      <translation>
        <numerusform>%n mois</numerusform>
        <numerusform>%n mois</numerusform>
      </translation>
    </message>
    <message>
      <source>d</source>
      <translation>j</translation>
    </message>
    <message>
      <source>h</source>
      <translation>h</translation>
    </message>
    <message>
      <source>min</source>
      <translation>min</translation>
    </message>
    <message>
      <source>s</source>
      <translation>s</translation>
    </message>
    <message>
      <source>today</source>
      <translation>aujourd’hui</translation>
    </message>
    <message>
      <source>tomorrow</source>
      <translation>demain</translation>
    </message>
    <message>
      <source>y</source>
      <translation>ans</translation>
    </message>
    <message>
      <source>yesterday</source>
      <translation>hier</translation>
    </message>
    <message>
      <source>{length} ago</source>
      <translation>il y a {length}</translation>
    </message>
  </context>
  <context>
    <name>Handover</name>
    <message>
      <source>An administrator adds people to the clinic.</source>
      <translation>Un administrateur ajoute des personnes à la clinique.</translation>
    </message>
    <message>
      <source>Colleagues</source>
      <translation>Collègues</translation>
    </message>
    <message>
      <source>Hand over</source>
      <translation>Transmettre</translation>
    </message>
    <message>
      <source>Hand over to a colleague</source>
      <translation>Transmettre à un collègue</translation>
    </message>
    <message>
      <source>Handed over by {who}, {when}.</source>
      <translation>Transmis par {who}, {when}.</translation>
    </message>
    <message>
      <source>It could not be handed over: that person does not work here any more, or may not have it.</source>
      <translation>Transmission impossible : cette personne ne travaille plus ici, ou n’y a pas droit.</translation>
    </message>
    <message>
      <source>It has been decided already.</source>
      <translation>C’est déjà décidé.</translation>
    </message>
    <message>
      <source>Nobody else works here</source>
      <translation>Personne d’autre ne travaille ici</translation>
    </message>
    <message>
      <source>Other changes of yours hang on this record. Decide it here, and they go with it.</source>
      <translation>D’autres modifications de votre part dépendent de cette fiche. Décidez ici, et elles suivront.</translation>
    </message>
    <message>
      <source>The note is too long: at most {most} characters.</source>
      <translation>La note est trop longue : au plus {most} caractères.</translation>
    </message>
    <message>
      <source>They get the card with all its texts and decide. You keep yours to read.</source>
      <translation>La personne reçoit le cas avec tous ses textes et décide. Vous gardez le vôtre en lecture.</translation>
    </message>
    <message>
      <source>This one can only be decided here.</source>
      <translation>Cela ne peut se décider qu’ici.</translation>
    </message>
    <message>
      <source>This person does not work in the clinic of the record.</source>
      <translation>Cette personne ne travaille pas dans la clinique de la fiche.</translation>
    </message>
    <message>
      <source>What should they know?</source>
      <translation>Que faut-il lui dire ?</translation>
    </message>
    <message>
      <source>Without a name</source>
      <translation>Sans nom</translation>
    </message>
  </context>
  <context>
    <name>History</name>
    <message>
      <source>Added</source>
      <translation>Ajouté</translation>
    </message>
    <message>
      <source>After</source>
      <translation>Après</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Avant</translation>
    </message>
    <message>
      <source>Changed</source>
      <translation>Modifié</translation>
    </message>
    <message>
      <source>Changed elsewhere</source>
      <translation>Modifié ailleurs</translation>
    </message>
    <message>
      <source>Changes of this record</source>
      <translation>Modifications de cette fiche</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Decided: {what}</source>
      <translation>Décidé : {what}</translation>
    </message>
    <message>
      <source>Fields: {fields}</source>
      <translation>Champs : {fields}</translation>
    </message>
    <message>
      <source>Find in the changes</source>
      <translation>Chercher dans les modifications</translation>
    </message>
    <message>
      <source>No change is known here</source>
      <translation>Aucune modification connue ici</translation>
    </message>
    <message>
      <source>On the server</source>
      <translation>Sur le serveur</translation>
    </message>
    <message>
      <source>Removed</source>
      <translation>Supprimé</translation>
    </message>
    <message>
      <source>Waits for a decision</source>
      <translation>En attente de décision</translation>
    </message>
    <message>
      <source>What is changed on this computer is kept here, with all its texts.</source>
      <translation>Ce qui est modifié sur cet ordinateur est gardé ici, avec tous les textes.</translation>
    </message>
    <message>
      <source>What it was before is not kept on this computer.</source>
      <translation>L’ancienne valeur n’est pas gardée sur cet ordinateur.</translation>
    </message>
    <message>
      <source>What was changed</source>
      <translation>Ce qui a été modifié</translation>
    </message>
    <message>
      <source>Written by {who}</source>
      <translation>Écrit par {who}</translation>
    </message>
    <message>
      <source>about {time}</source>
      <translation>vers : {time}</translation>
    </message>
    <message>
      <source>being confirmed</source>
      <translation>à confirmer</translation>
    </message>
    <message>
      <source>being sent</source>
      <translation>en cours d’envoi</translation>
    </message>
    <message>
      <source>kept</source>
      <translation>gardé</translation>
    </message>
    <message>
      <source>not sent yet</source>
      <translation>pas encore envoyé</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>rien</translation>
    </message>
    <message>
      <source>on the server</source>
      <translation>sur le serveur</translation>
    </message>
    <message>
      <source>waits in Needs attention</source>
      <translation>attend dans À vérifier</translation>
    </message>
  </context>
  <context>
    <name>Keys</name>
    <message>
      <source>A public key has 44 characters and ends with an equals sign.</source>
      <translation>Une clé publique compte 44 caractères et finit par un signe égal.</translation>
    </message>
    <message>
      <source>A recovery code opens everything that is kept here.</source>
      <translation>Un code de récupération ouvre tout ce qui est gardé ici.</translation>
    </message>
    <message>
      <source>Change the clinic's escrow key</source>
      <translation>Changer la clé de dépôt de la clinique</translation>
    </message>
    <message>
      <source>Everything kept here is locked with a new key. Do it when this computer, its disk or a copy may have been in other hands. Trust in this computer ends with it, and a printed recovery code becomes worthless. Your password stays the same.</source>
      <translation>Tout ce qui est gardé ici est verrouillé par une nouvelle clé. À faire si cet ordinateur, son disque ou une copie ont pu passer en d’autres mains. La confiance en cet ordinateur prend fin et un code de récupération imprimé ne vaut plus rien. Votre mot de passe reste le même.</translation>
    </message>
    <message>
      <source>From now on the password is asked for.</source>
      <translation>Désormais, le mot de passe est demandé.</translation>
    </message>
    <message>
      <source>Make new keys</source>
      <translation>Créer de nouvelles clés</translation>
    </message>
    <message>
      <source>Make new keys…</source>
      <translation>Créer de nouvelles clés…</translation>
    </message>
    <message>
      <source>Making new keys</source>
      <translation>Création de nouvelles clés</translation>
    </message>
    <message>
      <source>New keys for this computer</source>
      <translation>Nouvelles clés pour cet ordinateur</translation>
    </message>
    <message>
      <source>New keys wanted.</source>
      <translation>Nouvelles clés demandées.</translation>
    </message>
    <message>
      <source>Nothing was changed.</source>
      <translation>Rien n’a changé.</translation>
    </message>
    <message>
      <source>Parts of it cannot be read any more. It can be put aside, where it stays, and everything the server has be fetched again.</source>
      <translation>Des parties ne sont plus lisibles. On peut le mettre de côté, où il reste gardé, et récupérer tout ce que le serveur possède.</translation>
    </message>
    <message>
      <source>Password used on this computer</source>
      <translation>Mot de passe utilisé sur cet ordinateur</translation>
    </message>
    <message>
      <source>Public key</source>
      <translation>Clé publique</translation>
    </message>
    <message>
      <source>Recovery code for this computer</source>
      <translation>Code de récupération de cet ordinateur</translation>
    </message>
    <message>
      <source>Set aside and fetch again…</source>
      <translation>Mettre de côté et récupérer…</translation>
    </message>
    <message>
      <source>The clinic's escrow key</source>
      <translation>Clé de dépôt de la clinique</translation>
    </message>
    <message>
      <source>The escrow key was changed.</source>
      <translation>La clé de dépôt a été changée.</translation>
    </message>
    <message>
      <source>The password opens it, as before.</source>
      <translation>Le mot de passe l’ouvre, comme avant.</translation>
    </message>
    <message>
      <source>Then the program opens for whoever is signed in to this computer as you. A locked window still asks for the password.</source>
      <translation>Le programme s’ouvre alors à qui utilise cet ordinateur sous votre session. Une fenêtre verrouillée demande toujours le mot de passe.</translation>
    </message>
    <message>
      <source>This computer has no keyring that works.</source>
      <translation>Cet ordinateur n’a pas de trousseau de clés en état de marche.</translation>
    </message>
    <message>
      <source>This computer is trusted.</source>
      <translation>Cet ordinateur est de confiance.</translation>
    </message>
    <message>
      <source>This password does not open it. Nothing was changed.</source>
      <translation>Ce mot de passe ne l’ouvre pas. Rien n’a changé.</translation>
    </message>
    <message>
      <source>Trust this computer no more</source>
      <translation>Ne plus faire confiance à cet ordinateur</translation>
    </message>
    <message>
      <source>Trust this computer: open without the password</source>
      <translation>Faire confiance à cet ordinateur : ouvrir sans mot de passe</translation>
    </message>
    <message>
      <source>Type your password.</source>
      <translation>Saisissez votre mot de passe.</translation>
    </message>
    <message>
      <source>What `clinic-app escrow new` has printed. Each computer seals its key to it, so that you can open what a forgotten password has closed. Empty: no escrow.</source>
      <translation>Ce que `clinic-app escrow new` a affiché. Chaque ordinateur y scelle sa clé, afin que vous puissiez ouvrir ce qu’un mot de passe oublié a fermé. Vide : pas de dépôt.</translation>
    </message>
    <message>
      <source>What is kept here has new keys.</source>
      <translation>Ce qui est gardé ici a de nouvelles clés.</translation>
    </message>
    <message>
      <source>What is kept on this computer is damaged.</source>
      <translation>Ce qui est gardé sur cet ordinateur est abîmé.</translation>
    </message>
    <message>
      <source>Whoever has the private half can open the replicas of this clinic.</source>
      <translation>Qui possède la moitié privée peut ouvrir ce que gardent les ordinateurs de cette clinique.</translation>
    </message>
    <message>
      <source>Your clinic asks that what is kept on this computer be locked with new keys. It takes a moment, and you can go on afterwards.</source>
      <translation>Votre clinique demande que ce qui est gardé sur cet ordinateur soit verrouillé par de nouvelles clés. Cela prend un instant, puis vous pouvez continuer.</translation>
    </message>
  </context>
  <context>
    <name>Lease</name>
    <message>
      <source>Closed</source>
      <translation>Fermé</translation>
    </message>
    <message>
      <source>Closed until this computer hears from the clinic</source>
      <translation>Fermé jusqu’à ce que cet ordinateur ait des nouvelles de la clinique</translation>
    </message>
    <message>
      <source>Looking for the server…</source>
      <translation>Recherche du serveur…</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Ouvrir</translation>
    </message>
    <message>
      <source>Open in an emergency</source>
      <translation>Ouvrir en urgence</translation>
    </message>
    <message>
      <source>Open in an emergency…</source>
      <translation>Ouvrir en urgence…</translation>
    </message>
    <message>
      <source>Opened in an emergency.</source>
      <translation>Ouvert en urgence.</translation>
    </message>
    <message>
      <source>Reading only.</source>
      <translation>Lecture seule.</translation>
    </message>
    <message>
      <source>Say in a few words why it cannot wait.</source>
      <translation>Dites en quelques mots pourquoi cela ne peut pas attendre.</translation>
    </message>
    <message>
      <source>Sign in</source>
      <translation>Se connecter</translation>
    </message>
    <message>
      <source>Since {since}, until {until} or the next contact. It is in the audit trail, and the clinic hears of it.</source>
      <translation>Depuis {since}, jusqu’à {until} ou au prochain contact. C’est inscrit au journal d’audit, et la clinique en est informée.</translation>
    </message>
    <message>
      <source>The last contact was {since}. Your clinic keeps its records closed on a computer that was away for so long. What you wrote is kept, and nothing is lost.</source>
      <translation>Dernier contact : {since}. Votre clinique garde ses dossiers fermés sur un ordinateur absent si longtemps. Ce que vous avez écrit est gardé, et rien n’est perdu.</translation>
    </message>
    <message>
      <source>This computer last heard from the clinic {since}. You can write again as soon as it is connected.</source>
      <translation>Dernier contact de cet ordinateur avec la clinique : {since}. Vous pourrez de nouveau écrire dès qu’il sera connecté.</translation>
    </message>
    <message>
      <source>This computer's permission to work without the server cannot be read. You can write again as soon as the server has given a new one. What you wrote is kept.</source>
      <translation>L’autorisation de cet ordinateur à travailler sans le serveur est illisible. Vous pourrez de nouveau écrire dès que le serveur en aura donné une nouvelle. Ce que vous avez écrit est gardé.</translation>
    </message>
    <message>
      <source>This computer's permission to work without the server cannot be read. Your clinic keeps its records closed until the server gives a new one. What you wrote is kept, and nothing is lost.</source>
      <translation>L’autorisation de cet ordinateur à travailler sans le serveur est illisible. Votre clinique garde ses dossiers fermés jusqu’à ce que le serveur en donne une nouvelle. Ce que vous avez écrit est gardé, et rien n’est perdu.</translation>
    </message>
    <message>
      <source>Try to connect</source>
      <translation>Essayer de se connecter</translation>
    </message>
    <message>
      <source>Why it cannot wait</source>
      <translation>Pourquoi cela ne peut pas attendre</translation>
    </message>
    <message>
      <source>You are signed out.</source>
      <translation>Vous êtes déconnecté.</translation>
    </message>
    <message>
      <source>Your name, the time and what you type here go into the audit trail, and to the clinic at the next contact. It stays open for {length}.</source>
      <translation>Votre nom, l’heure et ce que vous saisissez ici vont au journal d’audit, et à la clinique au prochain contact. Cela reste ouvert pendant {length}.</translation>
    </message>
  </context>
  <context>
    <name>Lock</name>
    <message>
      <source>Another person…</source>
      <translation>Entrer sous un autre nom…</translation>
    </message>
    <message>
      <source>Locked</source>
      <translation>Verrouillé</translation>
    </message>
    <message>
      <source>Opening…</source>
      <translation>Ouverture…</translation>
    </message>
    <message>
      <source>Password</source>
      <translation>Mot de passe</translation>
    </message>
    <message>
      <source>Somebody else</source>
      <translation>Quelqu’un d’autre</translation>
    </message>
    <message>
      <source>Switch</source>
      <translation>Changer</translation>
    </message>
    <message>
      <source>This password does not open it.</source>
      <translation>Ce mot de passe ne l’ouvre pas.</translation>
    </message>
    <message>
      <source>Too many wrong passwords. The next try in {time}.</source>
      <translation>Trop de mots de passe erronés. Prochain essai dans {time}.</translation>
    </message>
    <message>
      <source>Unlock</source>
      <translation>Déverrouiller</translation>
    </message>
    <message>
      <source>Use the recovery code…</source>
      <translation>Utiliser le code de récupération…</translation>
    </message>
  </context>
  <context>
    <name>Page</name>
    <message>
      <source>Reading…</source>
      <translation>Lecture…</translation>
    </message>
  </context>
  <context>
    <name>Palette</name>
    <message>
      <source>A patient, a page or an action…</source>
      <translation>Un patient, une page ou une action…</translation>
    </message>
    <message>
      <source>Action</source>
      <translation>Action</translation>
    </message>
    <message>
      <source>Find anything</source>
      <translation>Tout chercher</translation>
    </message>
    <message>
      <source>Found</source>
      <translation>Résultats</translation>
    </message>
    <message>
      <source>Nothing is called that.</source>
      <translation>Rien ne porte ce nom.</translation>
    </message>
    <message>
      <source>Page</source>
      <translation>Page</translation>
    </message>
    <message>
      <source>↑ ↓ choose · Enter opens · Esc closes</source>
      <translation>↑ ↓ choisir · Entrée ouvre · Échap ferme</translation>
    </message>
  </context>
  <context>
    <name>PatientPicker</name>
    <message>
      <source>Change</source>
      <translation>Changer</translation>
    </message>
    <message>
      <source>Change patient {name}</source>
      <translation>Changer le patient {name}</translation>
    </message>
    <message>
      <source>Name, phone, number, birth date</source>
      <translation>Nom, téléphone, numéro, naissance</translation>
    </message>
    <message>
      <source>Patients found</source>
      <translation>Patients trouvés</translation>
    </message>
    <message>
      <source>Register new patient</source>
      <translation>Enregistrer un nouveau patient</translation>
    </message>
    <message>
      <source>no number yet</source>
      <translation>pas encore de numéro</translation>
    </message>
  </context>
  <context>
    <name>Patients</name>
    <message numerus="yes">
      <source>%n patient(s)</source>
      <translation>
        <numerusform>%n patient</numerusform>
        <numerusform>%n patients</numerusform>
      </translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Adresse</translation>
    </message>
    <message>
      <source>An e-mail address looks like name@example.org.</source>
      <translation>Une adresse e-mail ressemble à nom@example.org.</translation>
    </message>
    <message>
      <source>Archive</source>
      <translation>Archiver</translation>
    </message>
    <message>
      <source>Archive a patient</source>
      <translation>Archiver un patient</translation>
    </message>
    <message>
      <source>Archived</source>
      <translation>Archivé</translation>
    </message>
    <message>
      <source>Back in the lists</source>
      <translation>De retour dans les listes</translation>
    </message>
    <message>
      <source>Back to the form</source>
      <translation>Retour au formulaire</translation>
    </message>
    <message>
      <source>Being sent</source>
      <translation>En cours d’envoi</translation>
    </message>
    <message>
      <source>Birth date</source>
      <translation>Date de naissance</translation>
    </message>
    <message>
      <source>Book</source>
      <translation>Fixer un RDV</translation>
    </message>
    <message>
      <source>Book for this patient</source>
      <translation>Fixer un rendez-vous pour ce patient</translation>
    </message>
    <message>
      <source>Book one with Ctrl B.</source>
      <translation>Fixez-en un avec Ctrl B.</translation>
    </message>
    <message>
      <source>Changes</source>
      <translation>Modifications</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Coming</source>
      <translation>À venir</translation>
    </message>
    <message>
      <source>Coming appointments</source>
      <translation>Rendez-vous à venir</translation>
    </message>
    <message>
      <source>Correct a patient's details</source>
      <translation>Corriger les données d’un patient</translation>
    </message>
    <message>
      <source>Discard changes</source>
      <translation>Abandonner les modifications</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>E-mail</translation>
    </message>
    <message>
      <source>Edit</source>
      <translation>Modifier</translation>
    </message>
    <message>
      <source>Edit this patient</source>
      <translation>Modifier ce patient</translation>
    </message>
    <message>
      <source>Edit {name}</source>
      <translation>Modifier : {name}</translation>
    </message>
    <message>
      <source>Everybody who is registered will be listed here.</source>
      <translation>Toutes les personnes enregistrées figureront ici.</translation>
    </message>
    <message>
      <source>Family name</source>
      <translation>Nom</translation>
    </message>
    <message>
      <source>Female</source>
      <translation>Femme</translation>
    </message>
    <message>
      <source>Fewer letters find more; so does the birth date.</source>
      <translation>Moins de lettres, plus de résultats ; la date de naissance aide aussi.</translation>
    </message>
    <message>
      <source>Find a patient</source>
      <translation>Chercher un patient</translation>
    </message>
    <message>
      <source>First {most}; type to narrow</source>
      <translation>{most} premiers ; précisez</translation>
    </message>
    <message>
      <source>For</source>
      <translation>Motif</translation>
    </message>
    <message>
      <source>For the desk only: nothing clinical belongs here.</source>
      <translation>Pour l’accueil seulement : rien de médical ici.</translation>
    </message>
    <message>
      <source>Gender</source>
      <translation>Sexe</translation>
    </message>
    <message>
      <source>Given name</source>
      <translation>Prénom</translation>
    </message>
    <message>
      <source>Go on with them</source>
      <translation>Les reprendre</translation>
    </message>
    <message>
      <source>Kept on this computer</source>
      <translation>Gardé sur cet ordinateur</translation>
    </message>
    <message>
      <source>Kept, out of the lists</source>
      <translation>Gardé, hors des listes</translation>
    </message>
    <message>
      <source>Last change</source>
      <translation>Dernière modification</translation>
    </message>
    <message>
      <source>Male</source>
      <translation>Homme</translation>
    </message>
    <message>
      <source>Name, phone, number, birth date</source>
      <translation>Nom, téléphone, numéro, naissance</translation>
    </message>
    <message>
      <source>New patient</source>
      <translation>Nouveau patient</translation>
    </message>
    <message>
      <source>No appointment ahead</source>
      <translation>Aucun rendez-vous à venir</translation>
    </message>
    <message>
      <source>No name</source>
      <translation>Sans nom</translation>
    </message>
    <message>
      <source>No patients yet</source>
      <translation>Pas encore de patients</translation>
    </message>
    <message>
      <source>Nobody chosen</source>
      <translation>Aucun patient choisi</translation>
    </message>
    <message>
      <source>Nobody found</source>
      <translation>Personne trouvé</translation>
    </message>
    <message>
      <source>Not known</source>
      <translation>Non précisé</translation>
    </message>
    <message>
      <source>Note for the desk</source>
      <translation>Note pour l’accueil</translation>
    </message>
    <message>
      <source>Nothing is registered yet. Two records of one person are hard to put together later: have a look first.</source>
      <translation>Rien n’est encore enregistré. Deux fiches d’une même personne se réunissent mal ensuite : regardez d’abord.</translation>
    </message>
    <message>
      <source>Nothing yet</source>
      <translation>Rien encore</translation>
    </message>
    <message>
      <source>Now in the record: {value}. Yours is kept.</source>
      <translation>Maintenant dans la fiche : {value}. Le vôtre est gardé.</translation>
    </message>
    <message>
      <source>Open this one</source>
      <translation>Ouvrir celui-ci</translation>
    </message>
    <message>
      <source>Other</source>
      <translation>Autre</translation>
    </message>
    <message>
      <source>Past</source>
      <translation>Passés</translation>
    </message>
    <message>
      <source>Past appointments</source>
      <translation>Rendez-vous passés</translation>
    </message>
    <message>
      <source>Patients</source>
      <translation>Patients</translation>
    </message>
    <message>
      <source>People who look alike</source>
      <translation>Personnes ressemblantes</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>Téléphone</translation>
    </message>
    <message>
      <source>Reactivate</source>
      <translation>Réactiver</translation>
    </message>
    <message>
      <source>Reactivate a patient</source>
      <translation>Réactiver un patient</translation>
    </message>
    <message>
      <source>Register</source>
      <translation>Enregistrer</translation>
    </message>
    <message>
      <source>Register a patient</source>
      <translation>Enregistrer un patient</translation>
    </message>
    <message>
      <source>Register somebody new</source>
      <translation>Enregistrer une nouvelle personne</translation>
    </message>
    <message>
      <source>Registered</source>
      <translation>Enregistré</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Enregistrer</translation>
    </message>
    <message>
      <source>Saved</source>
      <translation>Enregistré</translation>
    </message>
    <message>
      <source>Saved here, not sent yet</source>
      <translation>Enregistré ici, pas encore envoyé</translation>
    </message>
    <message>
      <source>Sent, being confirmed</source>
      <translation>Envoyé, à confirmer</translation>
    </message>
    <message>
      <source>Show archived</source>
      <translation>Voir les archivés</translation>
    </message>
    <message>
      <source>Somebody</source>
      <translation>Quelqu’un</translation>
    </message>
    <message>
      <source>Start over</source>
      <translation>Recommencer</translation>
    </message>
    <message>
      <source>State</source>
      <translation>État</translation>
    </message>
    <message>
      <source>That is too long ago. Check the year.</source>
      <translation>C’est trop ancien. Vérifiez l’année.</translation>
    </message>
    <message>
      <source>That is too long: at most {most} characters.</source>
      <translation>C’est trop long : au plus {most} caractères.</translation>
    </message>
    <message>
      <source>There is no such date. Type it like {example}.</source>
      <translation>Cette date n’existe pas. Saisissez-la ainsi : {example}.</translation>
    </message>
    <message>
      <source>This date lies ahead. Check the year.</source>
      <translation>Cette date est à venir. Vérifiez l’année.</translation>
    </message>
    <message>
      <source>This does not look like a phone number. It is saved as it is.</source>
      <translation>Cela ne ressemble pas à un numéro de téléphone. Il est gardé tel quel.</translation>
    </message>
    <message>
      <source>This may be somebody you have already</source>
      <translation>Cette personne est peut-être déjà enregistrée</translation>
    </message>
    <message>
      <source>This record is not here any more.</source>
      <translation>Cette fiche n’est plus ici.</translation>
    </message>
    <message>
      <source>This record is not here.</source>
      <translation>Cette fiche n’est pas ici.</translation>
    </message>
    <message>
      <source>Type a name, a phone number or a birth date; Enter opens the first.</source>
      <translation>Saisissez un nom, un téléphone ou une date de naissance ; Entrée ouvre le premier.</translation>
    </message>
    <message>
      <source>Undo a correction</source>
      <translation>Annuler une correction</translation>
    </message>
    <message>
      <source>Unsaved changes.</source>
      <translation>Modifications non enregistrées.</translation>
    </message>
    <message>
      <source>Visits</source>
      <translation>Visites</translation>
    </message>
    <message>
      <source>Waits in Needs attention</source>
      <translation>Attend dans À vérifier</translation>
    </message>
    <message>
      <source>What of the past</source>
      <translation>Que voir du passé</translation>
    </message>
    <message>
      <source>What you typed ({when}) is back.</source>
      <translation>Votre saisie ({when}) est de retour.</translation>
    </message>
    <message>
      <source>What you typed is kept. Close the form to see who is here.</source>
      <translation>Votre saisie est gardée. Fermez le formulaire pour voir qui est là.</translation>
    </message>
    <message>
      <source>What you typed was left alone; saving writes yours.</source>
      <translation>Votre saisie est restée telle quelle ; enregistrer écrit la vôtre.</translation>
    </message>
    <message>
      <source>When</source>
      <translation>Quand</translation>
    </message>
    <message>
      <source>Who did what with this record</source>
      <translation>Qui a fait quoi avec cette fiche</translation>
    </message>
    <message>
      <source>With</source>
      <translation>Avec</translation>
    </message>
    <message>
      <source>Without a family name nobody finds this record again.</source>
      <translation>Sans nom, personne ne retrouvera cette fiche.</translation>
    </message>
    <message>
      <source>You probably have this person already</source>
      <translation>Cette personne est sans doute déjà enregistrée</translation>
    </message>
    <message>
      <source>You typed: {who}</source>
      <translation>Vous avez saisi : {who}</translation>
    </message>
    <message>
      <source>birth date nearly the same</source>
      <translation>date de naissance presque identique</translation>
    </message>
    <message>
      <source>birth date not known</source>
      <translation>date de naissance inconnue</translation>
    </message>
    <message>
      <source>like {example}</source>
      <translation>p. ex. {example}</translation>
    </message>
    <message>
      <source>names the other way round</source>
      <translation>nom et prénom inversés</translation>
    </message>
    <message>
      <source>not given</source>
      <translation>non indiqué</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>rien</translation>
    </message>
    <message>
      <source>number given when sent</source>
      <translation>numéro donné à l’envoi</translation>
    </message>
    <message>
      <source>other birth date</source>
      <translation>autre date de naissance</translation>
    </message>
    <message>
      <source>same birth date</source>
      <translation>même date de naissance</translation>
    </message>
    <message>
      <source>same name</source>
      <translation>même nom</translation>
    </message>
    <message>
      <source>same phone</source>
      <translation>même téléphone</translation>
    </message>
    <message>
      <source>similar name</source>
      <translation>nom ressemblant</translation>
    </message>
    <message>
      <source>somebody</source>
      <translation>quelqu’un</translation>
    </message>
    <message>
      <source>{fields}.</source>
      <translation>{fields}.</translation>
    </message>
    <message>
      <source>{who} changed this record at {time}.</source>
      <translation>{who} a modifié cette fiche à {time}.</translation>
    </message>
    <message>
      <source>{who} changed this record.</source>
      <translation>{who} a modifié cette fiche.</translation>
    </message>
    <message>
      <source>{who}, {when}</source>
      <translation>{who}, {when}</translation>
    </message>
  </context>
  <context>
    <name>QShortcut</name>
    <message>
      <source>Ctrl</source>
      <translation>Ctrl</translation>
    </message>
    <message>
      <source>Del</source>
      <translation>Suppr</translation>
    </message>
    <message>
      <source>Enter</source>
      <translation>Entrée</translation>
    </message>
    <message>
      <source>Esc</source>
      <translation>Échap</translation>
    </message>
    <message>
      <source>PgDown</source>
      <translation>Page suiv.</translation>
    </message>
    <message>
      <source>PgUp</source>
      <translation>Page préc.</translation>
    </message>
    <message>
      <source>Return</source>
      <translation>Entrée</translation>
    </message>
  </context>
  <context>
    <name>Records</name>
    <message>
      <source>A patient</source>
      <translation>Un patient</translation>
    </message>
    <message>
      <source>Active</source>
      <translation>Actif</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Adresse</translation>
    </message>
    <message>
      <source>Appointment</source>
      <translation>Rendez-vous</translation>
    </message>
    <message>
      <source>Begins</source>
      <translation>Début</translation>
    </message>
    <message>
      <source>Birth date</source>
      <translation>Date de naissance</translation>
    </message>
    <message>
      <source>Booked at another time</source>
      <translation>Rendez-vous fixé à une autre heure</translation>
    </message>
    <message>
      <source>Booked in the schedule</source>
      <translation>Réservé dans l'agenda</translation>
    </message>
    <message>
      <source>Chat</source>
      <translation>Messagerie</translation>
    </message>
    <message>
      <source>Chosen field by field</source>
      <translation>Choisi champ par champ</translation>
    </message>
    <message>
      <source>Clinic</source>
      <translation>Clinique</translation>
    </message>
    <message>
      <source>Could not be handed over</source>
      <translation>Transmission impossible</translation>
    </message>
    <message>
      <source>Day of the week</source>
      <translation>Jour de la semaine</translation>
    </message>
    <message>
      <source>Decided at another computer</source>
      <translation>Décidé sur un autre ordinateur</translation>
    </message>
    <message>
      <source>Discarded</source>
      <translation>Écarté</translation>
    </message>
    <message>
      <source>E-mail</source>
      <translation>E-mail</translation>
    </message>
    <message>
      <source>Ends</source>
      <translation>Fin</translation>
    </message>
    <message>
      <source>Family name</source>
      <translation>Nom</translation>
    </message>
    <message>
      <source>Female</source>
      <translation>Femme</translation>
    </message>
    <message>
      <source>From</source>
      <translation>De</translation>
    </message>
    <message>
      <source>Gender</source>
      <translation>Sexe</translation>
    </message>
    <message>
      <source>Given name</source>
      <translation>Prénom</translation>
    </message>
    <message>
      <source>Handed over</source>
      <translation>Transmis</translation>
    </message>
    <message>
      <source>How they meet</source>
      <translation>Mode de rencontre</translation>
    </message>
    <message>
      <source>In person</source>
      <translation>Sur place</translation>
    </message>
    <message>
      <source>Invitation</source>
      <translation>Invitation</translation>
    </message>
    <message>
      <source>Kept both</source>
      <translation>Les deux gardés</translation>
    </message>
    <message>
      <source>Kept mine</source>
      <translation>Le mien gardé</translation>
    </message>
    <message>
      <source>Kept the server's</source>
      <translation>Celui du serveur gardé</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Type</translation>
    </message>
    <message>
      <source>Kind of appointment</source>
      <translation>Type de rendez-vous</translation>
    </message>
    <message>
      <source>Male</source>
      <translation>Homme</translation>
    </message>
    <message>
      <source>Member of the clinic</source>
      <translation>Membre de la clinique</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Nom</translation>
    </message>
    <message>
      <source>Not known</source>
      <translation>Non précisé</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Note</translation>
    </message>
    <message>
      <source>Other</source>
      <translation>Autre</translation>
    </message>
    <message>
      <source>Overbooked</source>
      <translation>Superposé</translation>
    </message>
    <message>
      <source>Own details</source>
      <translation>Données personnelles</translation>
    </message>
    <message>
      <source>Patient</source>
      <translation>Patient</translation>
    </message>
    <message>
      <source>Patient record</source>
      <translation>Fiche du patient</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>Téléphone</translation>
    </message>
    <message>
      <source>Position</source>
      <translation>Position</translation>
    </message>
    <message>
      <source>Provider</source>
      <translation>Professionnel</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Motif</translation>
    </message>
    <message>
      <source>Role</source>
      <translation>Rôle</translation>
    </message>
    <message>
      <source>Room</source>
      <translation>Salle</translation>
    </message>
    <message>
      <source>Rules</source>
      <translation>Règles</translation>
    </message>
    <message>
      <source>Sent again</source>
      <translation>Renvoyé</translation>
    </message>
    <message>
      <source>State</source>
      <translation>État</translation>
    </message>
    <message>
      <source>Time off</source>
      <translation>Absence</translation>
    </message>
    <message>
      <source>Until</source>
      <translation>Jusqu’à</translation>
    </message>
    <message>
      <source>Video</source>
      <translation>Vidéo</translation>
    </message>
    <message>
      <source>Why cancelled</source>
      <translation>Motif d’annulation</translation>
    </message>
    <message>
      <source>Why overbooked</source>
      <translation>Motif de superposition</translation>
    </message>
    <message>
      <source>With</source>
      <translation>Avec</translation>
    </message>
    <message>
      <source>Working hours</source>
      <translation>Horaires de travail</translation>
    </message>
    <message>
      <source>no</source>
      <translation>non</translation>
    </message>
    <message>
      <source>one that is not here</source>
      <translation>un qui n’est pas ici</translation>
    </message>
    <message>
      <source>patient record</source>
      <translation>fiche patient</translation>
    </message>
    <message>
      <source>somebody</source>
      <translation>quelqu’un</translation>
    </message>
    <message>
      <source>yes</source>
      <translation>oui</translation>
    </message>
  </context>
  <context>
    <name>Recovery</name>
    <message>
      <source>A code has eight groups of five; this is longer.</source>
      <translation>Un code compte huit groupes de cinq ; celui-ci est plus long.</translation>
    </message>
    <message>
      <source>A new code, or new keys of the computer, make this paper worthless: throw it away then.</source>
      <translation>Un nouveau code, ou de nouvelles clés de l’ordinateur, annulent ce papier : jetez-le alors.</translation>
    </message>
    <message>
      <source>At least {count} characters.</source>
      <translation>Au moins {count} caractères.</translation>
    </message>
    <message>
      <source>Clinic</source>
      <translation>Clinique</translation>
    </message>
    <message>
      <source>Computer</source>
      <translation>Ordinateur</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Terminé</translation>
    </message>
    <message>
      <source>For what is kept of {person} on this computer. The code is spent by it; make a new one afterwards.</source>
      <translation>Pour ce qui est gardé de {person} sur cet ordinateur. Le code ne sert qu’une fois ; créez-en un nouveau ensuite.</translation>
    </message>
    <message>
      <source>I have it on paper</source>
      <translation>Je l’ai sur papier</translation>
    </message>
    <message>
      <source>It opens what is kept on this computer when you have forgotten the password. It is shown this once and kept nowhere: print it, or write it down.</source>
      <translation>Il ouvre ce qui est gardé sur cet ordinateur si vous oubliez le mot de passe. Il n’est affiché qu’une fois et gardé nulle part : imprimez-le, ou notez-le.</translation>
    </message>
    <message>
      <source>Keep it where you keep other keys: not at the desk, not in a file, not in a mail.</source>
      <translation>Gardez-le avec vos autres clés : ni au bureau, ni dans un fichier, ni dans un e-mail.</translation>
    </message>
    <message>
      <source>Made on</source>
      <translation>Créé le</translation>
    </message>
    <message>
      <source>New password for this computer</source>
      <translation>Nouveau mot de passe pour cet ordinateur</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Ouvrir</translation>
    </message>
    <message>
      <source>Open with the recovery code</source>
      <translation>Ouvrir avec le code de récupération</translation>
    </message>
    <message>
      <source>Person</source>
      <translation>Personne</translation>
    </message>
    <message>
      <source>Print…</source>
      <translation>Imprimer…</translation>
    </message>
    <message>
      <source>Recovery code</source>
      <translation>Code de récupération</translation>
    </message>
    <message>
      <source>Save as text…</source>
      <translation>Enregistrer en texte…</translation>
    </message>
    <message>
      <source>Save the recovery code</source>
      <translation>Enregistrer le code de récupération</translation>
    </message>
    <message>
      <source>Something in group {number} is not as on the paper.</source>
      <translation>Quelque chose dans le groupe {number} diffère du papier.</translation>
    </message>
    <message>
      <source>The same again</source>
      <translation>La même encore une fois</translation>
    </message>
    <message>
      <source>The two are not the same.</source>
      <translation>Les deux ne sont pas identiques.</translation>
    </message>
    <message>
      <source>This computer knows no printer. Save it, or write it down.</source>
      <translation>Cet ordinateur ne connaît aucune imprimante. Enregistrez-le, ou notez-le.</translation>
    </message>
    <message>
      <source>Type the code from the paper.</source>
      <translation>Saisissez le code du papier.</translation>
    </message>
    <message>
      <source>Whoever has this code opens what is kept for this person on this computer, once, and sets a new password. The account at the server is not touched by it.</source>
      <translation>Qui possède ce code ouvre une fois ce qui est gardé pour cette personne sur cet ordinateur, et choisit un nouveau mot de passe. Le compte sur le serveur n’est pas touché.</translation>
    </message>
    <message>
      <source>Your recovery code</source>
      <translation>Votre code de récupération</translation>
    </message>
    <message>
      <source>recovery code</source>
      <translation>code de récupération</translation>
    </message>
  </context>
  <context>
    <name>Role</name>
    <message>
      <source>Administrator</source>
      <translation>Administrateur</translation>
    </message>
    <message>
      <source>Doctor</source>
      <translation>Médecin</translation>
    </message>
    <message>
      <source>Nurse</source>
      <translation>Infirmier</translation>
    </message>
    <message>
      <source>Patient</source>
      <translation>Patient</translation>
    </message>
    <message>
      <source>Reception</source>
      <translation>Accueil</translation>
    </message>
    <message>
      <source>System administrator</source>
      <translation>Administrateur système</translation>
    </message>
  </context>
  <context>
    <name>Schedule</name>
    <message numerus="yes">
      <source>%n appointment(s)</source>
      <translation>
        <numerusform>%n rendez-vous</numerusform>
        <numerusform>%n rendez-vous</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n waiting</source>
      <translation>
        <numerusform>%n en attente</numerusform>
        <numerusform>%n en attente</numerusform>
      </translation>
    </message>
    <message>
      <source>Already booked: {visits}</source>
      <translation>Déjà fixé : {visits}</translation>
    </message>
    <message>
      <source>Also booked:</source>
      <translation>Autres rendez-vous :</translation>
    </message>
    <message>
      <source>An administrator adds providers and their hours.</source>
      <translation>Un administrateur ajoute les professionnels et leurs horaires.</translation>
    </message>
    <message>
      <source>Appointment</source>
      <translation>Rendez-vous</translation>
    </message>
    <message>
      <source>Appointment of {name} cancelled</source>
      <translation>Rendez-vous de {name} annulé</translation>
    </message>
    <message>
      <source>Appointment of {name} is back</source>
      <translation>Le rendez-vous de {name} est rétabli</translation>
    </message>
    <message>
      <source>Arrived</source>
      <translation>Arrivé</translation>
    </message>
    <message>
      <source>Arrived after all</source>
      <translation>Arrivé malgré tout</translation>
    </message>
    <message>
      <source>Away</source>
      <translation>Absence</translation>
    </message>
    <message>
      <source>B books</source>
      <translation>B : fixer</translation>
    </message>
    <message>
      <source>Back to waiting</source>
      <translation>Retour en attente</translation>
    </message>
    <message>
      <source>Book</source>
      <translation>Fixer</translation>
    </message>
    <message>
      <source>Book appointment</source>
      <translation>Fixer un RDV</translation>
    </message>
    <message>
      <source>Book it all the same</source>
      <translation>Fixer quand même</translation>
    </message>
    <message>
      <source>Book over it</source>
      <translation>Superposer</translation>
    </message>
    <message>
      <source>Calendar</source>
      <translation>Calendrier</translation>
    </message>
    <message>
      <source>Call in</source>
      <translation>Faire entrer</translation>
    </message>
    <message>
      <source>Call in {name}</source>
      <translation>Faire entrer {name}</translation>
    </message>
    <message>
      <source>Cancel appointment</source>
      <translation>Annuler le rendez-vous</translation>
    </message>
    <message>
      <source>Cancel this appointment?</source>
      <translation>Annuler ce rendez-vous ?</translation>
    </message>
    <message>
      <source>Cancelled: {reason}</source>
      <translation>Annulé : {reason}</translation>
    </message>
    <message>
      <source>Chat</source>
      <translation>Messagerie</translation>
    </message>
    <message>
      <source>Choose the patient first.</source>
      <translation>Choisissez d’abord le patient.</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Complete</source>
      <translation>Terminer</translation>
    </message>
    <message>
      <source>Complete visit</source>
      <translation>Terminer la visite</translation>
    </message>
    <message>
      <source>Confirm</source>
      <translation>Confirmer</translation>
    </message>
    <message>
      <source>Confirm appointment</source>
      <translation>Confirmer le rendez-vous</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>Date</translation>
    </message>
    <message>
      <source>Day</source>
      <translation>Jour</translation>
    </message>
    <message>
      <source>Draft, not sent yet</source>
      <translation>Brouillon, pas encore envoyé</translation>
    </message>
    <message>
      <source>Earlier</source>
      <translation>Précédent</translation>
    </message>
    <message>
      <source>Free</source>
      <translation>Libre</translation>
    </message>
    <message>
      <source>Free at {time}</source>
      <translation>Libre : {time}</translation>
    </message>
    <message>
      <source>Go to today</source>
      <translation>Aller à aujourd’hui</translation>
    </message>
    <message>
      <source>In person</source>
      <translation>Sur place</translation>
    </message>
    <message>
      <source>Keep it</source>
      <translation>Garder</translation>
    </message>
    <message>
      <source>Kept on this computer</source>
      <translation>Gardé sur cet ordinateur</translation>
    </message>
    <message>
      <source>Larger hours</source>
      <translation>Heures plus grandes</translation>
    </message>
    <message>
      <source>Later</source>
      <translation>Suivant</translation>
    </message>
    <message>
      <source>Leave it</source>
      <translation>Laisser</translation>
    </message>
    <message>
      <source>Length</source>
      <translation>Durée</translation>
    </message>
    <message>
      <source>Mark as arrived</source>
      <translation>Marquer comme arrivé</translation>
    </message>
    <message>
      <source>Mark as no-show</source>
      <translation>Marquer comme absent</translation>
    </message>
    <message>
      <source>Meeting</source>
      <translation>Modalité</translation>
    </message>
    <message>
      <source>Move</source>
      <translation>Déplacer</translation>
    </message>
    <message>
      <source>Move anyway</source>
      <translation>Déplacer quand même</translation>
    </message>
    <message>
      <source>Move appointment</source>
      <translation>Déplacer le rendez-vous</translation>
    </message>
    <message>
      <source>Move one of the two, or overbook with a reason.</source>
      <translation>Déplacez l’un des deux, ou superposez avec un motif.</translation>
    </message>
    <message>
      <source>Move over it</source>
      <translation>Déplacer et superposer</translation>
    </message>
    <message>
      <source>Move {name} to {time}?</source>
      <translation>Déplacer {name} ({time}) ?</translation>
    </message>
    <message>
      <source>Moving to {place}, {time}. Enter puts it down, Escape leaves it where it was.</source>
      <translation>Déplacement vers {place}, {time}. Entrée le pose, Échap le laisse où il était.</translation>
    </message>
    <message>
      <source>Needs attention</source>
      <translation>À vérifier</translation>
    </message>
    <message>
      <source>Next free</source>
      <translation>Prochain libre</translation>
    </message>
    <message>
      <source>Next free time</source>
      <translation>Prochain créneau libre</translation>
    </message>
    <message>
      <source>No free time in the next two weeks.</source>
      <translation>Aucun créneau libre dans les deux prochaines semaines.</translation>
    </message>
    <message>
      <source>No-show</source>
      <translation>Absent</translation>
    </message>
    <message>
      <source>Nobody can be booked yet</source>
      <translation>Aucun rendez-vous possible pour l’instant</translation>
    </message>
    <message>
      <source>Nobody is waiting.</source>
      <translation>Personne n’attend.</translation>
    </message>
    <message>
      <source>Not done yet</source>
      <translation>Pas encore terminé</translation>
    </message>
    <message>
      <source>Not here yet</source>
      <translation>Pas encore là</translation>
    </message>
    <message>
      <source>Open appointment</source>
      <translation>Ouvrir le rendez-vous</translation>
    </message>
    <message>
      <source>Open record</source>
      <translation>Ouvrir la fiche</translation>
    </message>
    <message>
      <source>Outside the working hours of {provider}: {hours}.</source>
      <translation>Hors des horaires de {provider} : {hours}.</translation>
    </message>
    <message>
      <source>Overbooked: {reason}</source>
      <translation>Superposé : {reason}</translation>
    </message>
    <message>
      <source>Patient</source>
      <translation>Patient</translation>
    </message>
    <message>
      <source>Phone</source>
      <translation>Téléphone</translation>
    </message>
    <message>
      <source>Provider</source>
      <translation>Professionnel</translation>
    </message>
    <message>
      <source>Put a cancelled appointment back</source>
      <translation>Rétablir un rendez-vous annulé</translation>
    </message>
    <message>
      <source>Put it back</source>
      <translation>Le rétablir</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Motif</translation>
    </message>
    <message>
      <source>Reason (may stay empty)</source>
      <translation>Motif (facultatif)</translation>
    </message>
    <message>
      <source>Reason to overbook</source>
      <translation>Motif de superposition</translation>
    </message>
    <message>
      <source>Sending</source>
      <translation>Envoi</translation>
    </message>
    <message>
      <source>Sent, being confirmed</source>
      <translation>Envoyé, à confirmer</translation>
    </message>
    <message>
      <source>Show the day</source>
      <translation>Afficher le jour</translation>
    </message>
    <message>
      <source>Show the week</source>
      <translation>Afficher la semaine</translation>
    </message>
    <message>
      <source>Smaller hours</source>
      <translation>Heures plus petites</translation>
    </message>
    <message>
      <source>Start</source>
      <translation>Début</translation>
    </message>
    <message>
      <source>That is not possible now.</source>
      <translation>Ce n’est pas possible maintenant.</translation>
    </message>
    <message>
      <source>That time has passed.</source>
      <translation>Cette heure est passée.</translation>
    </message>
    <message>
      <source>The appointment is: {state}.</source>
      <translation>État du rendez-vous : {state}.</translation>
    </message>
    <message>
      <source>The patient has another appointment {span}.</source>
      <translation>Le patient a un autre rendez-vous : {span}.</translation>
    </message>
    <message>
      <source>The time has been given to somebody else.</source>
      <translation>Le créneau a été donné à quelqu’un d’autre.</translation>
    </message>
    <message>
      <source>There is nobody to book with yet.</source>
      <translation>Il n’y a encore personne avec qui fixer un rendez-vous.</translation>
    </message>
    <message>
      <source>This appointment is not here any more.</source>
      <translation>Ce rendez-vous n’est plus ici.</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>Aujourd’hui</translation>
    </message>
    <message>
      <source>Type</source>
      <translation>Type</translation>
    </message>
    <message>
      <source>Video</source>
      <translation>Vidéo</translation>
    </message>
    <message>
      <source>View</source>
      <translation>Vue</translation>
    </message>
    <message>
      <source>Waiting room</source>
      <translation>Salle d’attente</translation>
    </message>
    <message>
      <source>Week</source>
      <translation>Semaine</translation>
    </message>
    <message>
      <source>With</source>
      <translation>Avec</translation>
    </message>
    <message numerus="yes">
      <source>and %n more</source>
      <translation>
        <numerusform>et %n autre</numerusform>
        <numerusform>et %n autres</numerusform>
      </translation>
    </message>
    <message>
      <source>arrived {time}</source>
      <translation>arrivé à {time}</translation>
    </message>
    <message>
      <source>no record number yet</source>
      <translation>pas encore de numéro de dossier</translation>
    </message>
    <message>
      <source>none in two weeks</source>
      <translation>aucun d’ici deux semaines</translation>
    </message>
    <message>
      <source>overbooked</source>
      <translation>superposé</translation>
    </message>
    <message>
      <source>{length} late</source>
      <translation>{length} de retard</translation>
    </message>
    <message>
      <source>{name} booked for {time}</source>
      <translation>{name} : rendez-vous fixé, {time}</translation>
    </message>
    <message>
      <source>{name} moved to {time}</source>
      <translation>{name} : déplacé, {time}</translation>
    </message>
    <message>
      <source>{place}, {time}, away</source>
      <translation>{place}, {time}, absence</translation>
    </message>
    <message>
      <source>{place}, {time}, closed</source>
      <translation>{place}, {time}, fermé</translation>
    </message>
    <message>
      <source>{place}, {time}, free</source>
      <translation>{place}, {time}, libre</translation>
    </message>
    <message>
      <source>{provider} already has an appointment {span}.</source>
      <translation>{provider} a déjà un rendez-vous : {span}.</translation>
    </message>
    <message>
      <source>{provider} does not work on that day.</source>
      <translation>{provider} ne travaille pas ce jour-là.</translation>
    </message>
  </context>
  <context>
    <name>Shell</name>
    <message numerus="yes">
      <source>%n change(s) wait for the line and go when you sign in again.</source>
      <translation>
        <numerusform>%n modification attend la connexion et part quand vous vous reconnectez.</numerusform>
        <numerusform>%n modifications attendent la connexion et partent quand vous vous reconnectez.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n change(s) would be lost that the clinic has not got. Sync status can save unsent work to a file.</source>
      <translation>
        <numerusform>%n modification que la clinique n’a pas serait perdue. La page Synchronisation permet d’enregistrer dans un fichier ce qui n’a pas été envoyé.</numerusform>
        <numerusform>%n modifications que la clinique n’a pas seraient perdues. La page Synchronisation permet d’enregistrer dans un fichier ce qui n’a pas été envoyé.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n of them cannot be read any more. The damaged file is kept beside the new one.</source>
      <translation>
        <numerusform>%n d’entre elles n’est plus lisible. Le fichier abîmé est gardé à côté du nouveau.</numerusform>
        <numerusform>%n d’entre elles ne sont plus lisibles. Le fichier abîmé est gardé à côté du nouveau.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n unsent change(s) were brought over.</source>
      <translation>
        <numerusform>%n modification non envoyée a été reprise.</numerusform>
        <numerusform>%n modifications non envoyées ont été reprises.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n waiting</source>
      <translation>
        <numerusform>%n en attente</numerusform>
        <numerusform>%n en attente</numerusform>
      </translation>
    </message>
    <message>
      <source>A newer version of this program has been used on this computer. Nothing is sent or fetched until this one is updated, and what waits to be sent is safe.</source>
      <translation>Une version plus récente de ce programme a été utilisée sur cet ordinateur. Rien n'est envoyé ni reçu tant que celle-ci n'est pas mise à jour, et ce qui attend d'être envoyé est en sécurité.</translation>
    </message>
    <message>
      <source>Bring over what was set aside</source>
      <translation>Reprendre ce qui a été mis de côté</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>Clinic</source>
      <translation>Clinique</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Close the program and open it again to see it.</source>
      <translation>Fermez le programme et relancez-le pour le voir.</translation>
    </message>
    <message>
      <source>Dark theme</source>
      <translation>Thème sombre</translation>
    </message>
    <message>
      <source>Everything the clinic has stays there. It is fetched again when you sign in here.</source>
      <translation>Tout ce que la clinique possède y reste. C’est récupéré quand vous vous connectez ici.</translation>
    </message>
    <message>
      <source>Everything you book is kept on this computer and sent when the connection returns.</source>
      <translation>Les rendez-vous fixés sont gardés sur cet ordinateur et envoyés au retour de la connexion.</translation>
    </message>
    <message>
      <source>Everything you do is kept on this computer and sent once you sign in again.</source>
      <translation>Tout ce que vous faites est gardé sur cet ordinateur et envoyé quand vous vous reconnectez.</translation>
    </message>
    <message>
      <source>Fetch everything again?</source>
      <translation>Tout récupérer ?</translation>
    </message>
    <message>
      <source>Find anything</source>
      <translation>Tout chercher</translation>
    </message>
    <message>
      <source>High contrast theme</source>
      <translation>Thème à contraste élevé</translation>
    </message>
    <message>
      <source>It was moved or restored. Everything you do is kept on this computer and sent once you sign in again.</source>
      <translation>Il a été déplacé ou restauré. Tout ce que vous faites est gardé sur cet ordinateur et envoyé quand vous vous reconnectez.</translation>
    </message>
    <message>
      <source>Its records were taken back from this computer. What you had not sent is kept, with all its texts. If this is a mistake, an administrator can activate you again.</source>
      <translation>Ses dossiers ont été retirés de cet ordinateur. Ce que vous n’aviez pas envoyé est gardé, avec tous ses textes. Si c’est une erreur, un administrateur peut vous réactiver.</translation>
    </message>
    <message>
      <source>Language: {language}</source>
      <translation>Langue : {language}</translation>
    </message>
    <message>
      <source>Light theme</source>
      <translation>Thème clair</translation>
    </message>
    <message>
      <source>Lock this window</source>
      <translation>Verrouiller cette fenêtre</translation>
    </message>
    <message>
      <source>Made by a newer version: you can read, not write.</source>
      <translation>Fait par une version plus récente : vous pouvez lire, pas écrire.</translation>
    </message>
    <message>
      <source>Navigation</source>
      <translation>Navigation</translation>
    </message>
    <message>
      <source>Nobody seems to be here.</source>
      <translation>Il semble n’y avoir personne.</translation>
    </message>
    <message>
      <source>Nobody was signed out.</source>
      <translation>Personne n’a été déconnecté.</translation>
    </message>
    <message>
      <source>OK</source>
      <translation>OK</translation>
    </message>
    <message>
      <source>Patients and visits stay as they are here, and what you write is kept, until you sign in with the code of your authenticator.</source>
      <translation>Patients et visites restent ici tels quels, et ce que vous écrivez est gardé, jusqu’à ce que vous vous connectiez avec le code de votre application d’authentification.</translation>
    </message>
    <message>
      <source>Remove it</source>
      <translation>Retirer</translation>
    </message>
    <message>
      <source>Remove my work from this computer</source>
      <translation>Retirer mon travail de cet ordinateur</translation>
    </message>
    <message>
      <source>Remove your work from this computer?</source>
      <translation>Retirer votre travail de cet ordinateur ?</translation>
    </message>
    <message>
      <source>Search patient, MRN, phone…</source>
      <translation>Chercher patient, n°, téléphone…</translation>
    </message>
    <message>
      <source>Set aside and fetch again</source>
      <translation>Mettre de côté et récupérer</translation>
    </message>
    <message>
      <source>Sign in again</source>
      <translation>Se reconnecter</translation>
    </message>
    <message>
      <source>Sign out</source>
      <translation>Se déconnecter</translation>
    </message>
    <message>
      <source>Sign out on all computers</source>
      <translation>Se déconnecter de tous les ordinateurs</translation>
    </message>
    <message>
      <source>Sign out on all computers?</source>
      <translation>Se déconnecter de tous les ordinateurs ?</translation>
    </message>
    <message>
      <source>Sign out?</source>
      <translation>Se déconnecter ?</translation>
    </message>
    <message>
      <source>Sign-in and security</source>
      <translation>Connexion et sécurité</translation>
    </message>
    <message>
      <source>Signed out.</source>
      <translation>Déconnecté.</translation>
    </message>
    <message>
      <source>Sync now</source>
      <translation>Synchroniser maintenant</translation>
    </message>
    <message>
      <source>Taken back: {what}</source>
      <translation>Annulé : {what}</translation>
    </message>
    <message>
      <source>The file is put aside and kept as it is. Everything the server has is fetched again, and what can still be read of your unsent work is brought over.</source>
      <translation>Le fichier est mis de côté et gardé tel quel. Tout ce que le serveur possède est récupéré, et ce qui reste lisible de votre travail non envoyé est repris.</translation>
    </message>
    <message>
      <source>The server cannot be reached, and it has to tell your computers.</source>
      <translation>Le serveur est injoignable, et c’est lui qui prévient vos ordinateurs.</translation>
    </message>
    <message>
      <source>The server does not recognise you any more.</source>
      <translation>Le serveur ne vous reconnaît plus.</translation>
    </message>
    <message>
      <source>There is no page for you here</source>
      <translation>Il n’y a pas de page pour vous ici</translation>
    </message>
    <message>
      <source>There may have been more: that part of the file cannot be read. It is kept beside the new one.</source>
      <translation>Il y en avait peut-être plus : cette partie du fichier est illisible. Il est gardé à côté du nouveau.</translation>
    </message>
    <message>
      <source>This cannot be taken back.</source>
      <translation>Cette action est irréversible.</translation>
    </message>
    <message>
      <source>This could not be taken back.</source>
      <translation>L’annulation n’a pas été possible.</translation>
    </message>
    <message>
      <source>This page is not for you</source>
      <translation>Cette page n’est pas pour vous</translation>
    </message>
    <message>
      <source>This window locks in a moment. Move the mouse to stay.</source>
      <translation>Cette fenêtre se verrouille dans un instant. Bougez la souris pour rester.</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Annuler</translation>
    </message>
    <message>
      <source>What is kept on this computer stays, locked with your password.</source>
      <translation>Ce qui est gardé sur cet ordinateur y reste, verrouillé par votre mot de passe.</translation>
    </message>
    <message>
      <source>What was kept on this computer was damaged</source>
      <translation>Ce qui était gardé sur cet ordinateur était abîmé</translation>
    </message>
    <message>
      <source>Working offline.</source>
      <translation>Hors ligne.</translation>
    </message>
    <message>
      <source>You do not work in {clinic} any more.</source>
      <translation>Vous ne travaillez plus dans {clinic}.</translation>
    </message>
    <message>
      <source>Your clinic asks for a second proof.</source>
      <translation>Votre clinique demande une seconde vérification.</translation>
    </message>
    <message>
      <source>Your clinic serves its records to who has shown a second proof.</source>
      <translation>Votre clinique fournit ses dossiers à qui a présenté une seconde vérification.</translation>
    </message>
    <message>
      <source>{language} from the next start</source>
      <translation>{language} au prochain démarrage</translation>
    </message>
  </context>
  <context>
    <name>State</name>
    <message>
      <source>Arrived</source>
      <translation>Arrivé</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Annulé</translation>
    </message>
    <message>
      <source>Completed</source>
      <translation>Terminé</translation>
    </message>
    <message>
      <source>Confirmed</source>
      <translation>Confirmé</translation>
    </message>
    <message>
      <source>In consultation</source>
      <translation>En consultation</translation>
    </message>
    <message>
      <source>No-show</source>
      <translation>Absent</translation>
    </message>
    <message>
      <source>Scheduled</source>
      <translation>Prévu</translation>
    </message>
  </context>
  <context>
    <name>StepUp</name>
    <message>
      <source>A code has six digits.</source>
      <translation>Un code comporte six chiffres.</translation>
    </message>
    <message>
      <source>Code of your authenticator</source>
      <translation>Code de votre application d’authentification</translation>
    </message>
    <message>
      <source>Confirm</source>
      <translation>Confirmer</translation>
    </message>
    <message>
      <source>Confirm that it is you</source>
      <translation>Confirmez que c’est bien vous</translation>
    </message>
    <message>
      <source>Password used on this computer</source>
      <translation>Mot de passe utilisé sur cet ordinateur</translation>
    </message>
    <message>
      <source>This is not the password used on this computer.</source>
      <translation>Ce n’est pas le mot de passe utilisé sur cet ordinateur.</translation>
    </message>
    <message>
      <source>Type it first.</source>
      <translation>Saisissez-le d’abord.</translation>
    </message>
  </context>
  <context>
    <name>Sync</name>
    <message numerus="yes">
      <source>%n draft(s) waiting</source>
      <translation>
        <numerusform>%n brouillon en attente</numerusform>
        <numerusform>%n brouillons en attente</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n to decide</source>
      <translation>
        <numerusform>%n à décider</numerusform>
        <numerusform>%n à décider</numerusform>
      </translation>
    </message>
    <message>
      <source>Checking for news…</source>
      <translation>Recherche de nouveautés…</translation>
    </message>
    <message>
      <source>Connecting…</source>
      <translation>Connexion…</translation>
    </message>
    <message>
      <source>Filling: {done} of {total}</source>
      <translation>Chargement : {done} sur {total}</translation>
    </message>
    <message>
      <source>Filling: {done} so far</source>
      <translation>Chargement : {done} jusqu’ici</translation>
    </message>
    <message>
      <source>Last synced {ago}</source>
      <translation>Synchronisé {ago}</translation>
    </message>
    <message>
      <source>Next try in {length}</source>
      <translation>Prochain essai dans {length}</translation>
    </message>
    <message>
      <source>Not allowed by the server</source>
      <translation>Refusé par le serveur</translation>
    </message>
    <message>
      <source>Not recognised by the server</source>
      <translation>Non reconnu par le serveur</translation>
    </message>
    <message>
      <source>Nothing waits</source>
      <translation>Rien en attente</translation>
    </message>
    <message>
      <source>Offline</source>
      <translation>Hors ligne</translation>
    </message>
    <message>
      <source>Offline since {time}</source>
      <translation>Hors ligne depuis {time}</translation>
    </message>
    <message>
      <source>Paused by the server</source>
      <translation>En pause (serveur)</translation>
    </message>
    <message>
      <source>Paused by you</source>
      <translation>En pause (vous)</translation>
    </message>
    <message>
      <source>Reading only: update needed</source>
      <translation>Lecture seule : mise à jour nécessaire</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Reprendre</translation>
    </message>
    <message>
      <source>Second proof needed</source>
      <translation>Seconde vérification requise</translation>
    </message>
    <message>
      <source>Sending…</source>
      <translation>Envoi…</translation>
    </message>
    <message>
      <source>Server trouble</source>
      <translation>Problème du serveur</translation>
    </message>
    <message>
      <source>Show</source>
      <translation>Afficher</translation>
    </message>
    <message>
      <source>Sign in again</source>
      <translation>Se reconnecter</translation>
    </message>
    <message>
      <source>Signed out</source>
      <translation>Déconnecté</translation>
    </message>
    <message>
      <source>The disk is full</source>
      <translation>Le disque est plein</translation>
    </message>
    <message numerus="yes">
      <source>This computer's clock is %n day(s) fast</source>
      <translation>
        <numerusform>L’horloge de cet ordinateur avance de %n jour</numerusform>
        <numerusform>L’horloge de cet ordinateur avance de %n jours</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>This computer's clock is %n day(s) slow</source>
      <translation>
        <numerusform>L’horloge de cet ordinateur retarde de %n jour</numerusform>
        <numerusform>L’horloge de cet ordinateur retarde de %n jours</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>This computer's clock is %n hour(s) fast</source>
      <translation>
        <numerusform>L’horloge de cet ordinateur avance de %n heure</numerusform>
        <numerusform>L’horloge de cet ordinateur avance de %n heures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>This computer's clock is %n hour(s) slow</source>
      <translation>
        <numerusform>L’horloge de cet ordinateur retarde de %n heure</numerusform>
        <numerusform>L’horloge de cet ordinateur retarde de %n heures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>This computer's clock is %n minute(s) fast</source>
      <translation>
        <numerusform>L’horloge de cet ordinateur avance de %n minute</numerusform>
        <numerusform>L’horloge de cet ordinateur avance de %n minutes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>This computer's clock is %n minute(s) slow</source>
      <translation>
        <numerusform>L’horloge de cet ordinateur retarde de %n minute</numerusform>
        <numerusform>L’horloge de cet ordinateur retarde de %n minutes</numerusform>
      </translation>
    </message>
    <message>
      <source>Try now</source>
      <translation>Essayer</translation>
    </message>
    <message>
      <source>Trying now…</source>
      <translation>Essai en cours…</translation>
    </message>
    <message>
      <source>Up to date</source>
      <translation>À jour</translation>
    </message>
    <message>
      <source>Update needed</source>
      <translation>Mise à jour requise</translation>
    </message>
    <message>
      <source>Waiting to send</source>
      <translation>En attente d’envoi</translation>
    </message>
    <message>
      <source>What you do is kept here</source>
      <translation>Votre travail est gardé ici</translation>
    </message>
    <message>
      <source>Wrong server address</source>
      <translation>Mauvaise adresse de serveur</translation>
    </message>
    <message>
      <source>Your clinic asks for it</source>
      <translation>Votre clinique la demande</translation>
    </message>
    <message>
      <source>about {time}</source>
      <translation>vers : {time}</translation>
    </message>
    <message>
      <source>last synced {time}</source>
      <translation>synchronisé : {time}</translation>
    </message>
    <message>
      <source>live</source>
      <translation>en direct</translation>
    </message>
    <message>
      <source>polling</source>
      <translation>par intervalles</translation>
    </message>
  </context>
  <context>
    <name>SyncStatus</name>
    <message numerus="yes">
      <source>%n card(s)</source>
      <translation>
        <numerusform>%n à vérifier</numerusform>
        <numerusform>%n à vérifier</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n change(s)</source>
      <translation>
        <numerusform>%n modification</numerusform>
        <numerusform>%n modifications</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n change(s) brought in</source>
      <translation>
        <numerusform>%n modification reprise</numerusform>
        <numerusform>%n modifications reprises</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n change(s) not on the server yet</source>
      <translation>
        <numerusform>%n modification pas encore sur le serveur</numerusform>
        <numerusform>%n modifications pas encore sur le serveur</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n differing part(s) fetched again</source>
      <translation>
        <numerusform>%n partie différente récupérée</numerusform>
        <numerusform>%n parties différentes récupérées</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n differing part(s), looked at again in the next round</source>
      <translation>
        <numerusform>%n partie différente, revue au prochain passage</numerusform>
        <numerusform>%n parties différentes, revues au prochain passage</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n draft(s)</source>
      <translation>
        <numerusform>%n brouillon</numerusform>
        <numerusform>%n brouillons</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n here already</source>
      <translation>
        <numerusform>%n déjà ici</numerusform>
        <numerusform>%n déjà ici</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n more to decide under Needs attention.</source>
      <translation>
        <numerusform>%n reste à décider dans À vérifier.</numerusform>
        <numerusform>%n restent à décider dans À vérifier.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n on the server already</source>
      <translation>
        <numerusform>%n déjà sur le serveur</numerusform>
        <numerusform>%n déjà sur le serveur</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n row(s) missing, to be fetched again</source>
      <translation>
        <numerusform>%n ligne manquante, à récupérer</numerusform>
        <numerusform>%n lignes manquantes, à récupérer</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n row(s) to come</source>
      <translation>
        <numerusform>%n ligne à venir</numerusform>
        <numerusform>%n lignes à venir</numerusform>
      </translation>
    </message>
    <message>
      <source>A conversation</source>
      <translation>Une conversation</translation>
    </message>
    <message>
      <source>A file leaves this computer with what you wrote.</source>
      <translation>Un fichier quitte cet ordinateur avec ce que vous avez écrit.</translation>
    </message>
    <message>
      <source>A passphrase for the file</source>
      <translation>Une phrase secrète pour le fichier</translation>
    </message>
    <message>
      <source>All files</source>
      <translation>Tous les fichiers</translation>
    </message>
    <message numerus="yes">
      <source>At least %n letter(s); a few words are good.</source>
      <translation>
        <numerusform>Au moins %n lettre ; quelques mots conviennent bien.</numerusform>
        <numerusform>Au moins %n lettres ; quelques mots conviennent bien.</numerusform>
      </translation>
    </message>
    <message>
      <source>Behind</source>
      <translation>Retard</translation>
    </message>
    <message>
      <source>Being confirmed</source>
      <translation>À confirmer</translation>
    </message>
    <message>
      <source>Being fetched</source>
      <translation>Récupération</translation>
    </message>
    <message>
      <source>Being removed</source>
      <translation>Suppression</translation>
    </message>
    <message>
      <source>Bring drafts in</source>
      <translation>Reprendre des brouillons</translation>
    </message>
    <message>
      <source>Bring in</source>
      <translation>Reprendre</translation>
    </message>
    <message>
      <source>Change</source>
      <translation>Modification</translation>
    </message>
    <message>
      <source>Changes you make are listed here once the server has them.</source>
      <translation>Vos modifications figurent ici dès que le serveur les a.</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Fermer</translation>
    </message>
    <message>
      <source>Complete</source>
      <translation>Complet</translation>
    </message>
    <message>
      <source>Copied</source>
      <translation>Copié</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Copier</translation>
    </message>
    <message>
      <source>Diagnostics</source>
      <translation>Diagnostic</translation>
    </message>
    <message>
      <source>Diagnostics…</source>
      <translation>Diagnostic…</translation>
    </message>
    <message>
      <source>Differs</source>
      <translation>Diffère</translation>
    </message>
    <message>
      <source>Directory of {place}</source>
      <translation>Annuaire de {place}</translation>
    </message>
    <message>
      <source>Drafts</source>
      <translation>Brouillons</translation>
    </message>
    <message>
      <source>Enter shows what waits for your word.</source>
      <translation>Entrée montre ce qui attend votre décision.</translation>
    </message>
    <message>
      <source>Every page of the file and every row is looked at and compared with the server. What differs is fetched again.</source>
      <translation>Chaque page du fichier et chaque ligne est regardée et comparée au serveur. Ce qui diffère est récupéré.</translation>
    </message>
    <message>
      <source>Export my unsent drafts</source>
      <translation>Exporter mes brouillons non envoyés</translation>
    </message>
    <message>
      <source>Export my unsent drafts…</source>
      <translation>Exporter mes brouillons non envoyés…</translation>
    </message>
    <message numerus="yes">
      <source>Export your unsent drafts, then ask for help: %n broken place(s)</source>
      <translation>
        <numerusform>Exportez vos brouillons non envoyés, puis demandez de l’aide : %n endroit abîmé</numerusform>
        <numerusform>Exportez vos brouillons non envoyés, puis demandez de l’aide : %n endroits abîmés</numerusform>
      </translation>
    </message>
    <message>
      <source>How far the check is</source>
      <translation>Avancement de la vérification</translation>
    </message>
    <message>
      <source>Import…</source>
      <translation>Importer…</translation>
    </message>
    <message>
      <source>Is everything here?</source>
      <translation>Tout est-il là ?</translation>
    </message>
    <message>
      <source>It comes with the first connection.</source>
      <translation>Cela vient avec la première connexion.</translation>
    </message>
    <message>
      <source>It is counted again and fetched where it differs</source>
      <translation>C’est recompté, et récupéré là où cela diffère</translation>
    </message>
    <message>
      <source>Kept on this computer</source>
      <translation>Gardé sur cet ordinateur</translation>
    </message>
    <message>
      <source>Last looked</source>
      <translation>Vérifié</translation>
    </message>
    <message>
      <source>Last trouble</source>
      <translation>Dernier problème</translation>
    </message>
    <message>
      <source>Looking…</source>
      <translation>Vérification…</translation>
    </message>
    <message>
      <source>Needs attention</source>
      <translation>À vérifier</translation>
    </message>
    <message>
      <source>Next try</source>
      <translation>Prochain essai</translation>
    </message>
    <message>
      <source>Not on the server yet</source>
      <translation>Pas encore sur le serveur</translation>
    </message>
    <message>
      <source>Notes and results of {place}</source>
      <translation>Notes et résultats de {place}</translation>
    </message>
    <message>
      <source>Nothing in the last two weeks</source>
      <translation>Rien ces deux dernières semaines</translation>
    </message>
    <message>
      <source>Nothing new was in the file</source>
      <translation>Rien de nouveau dans le fichier</translation>
    </message>
    <message>
      <source>Nothing waits to be sent</source>
      <translation>Rien à envoyer</translation>
    </message>
    <message>
      <source>Nothing yet</source>
      <translation>Rien encore</translation>
    </message>
    <message>
      <source>Numbers and codes for support. No name and no text of a patient is in it.</source>
      <translation>Des nombres et des codes pour l’assistance. Aucun nom ni texte de patient n’y figure.</translation>
    </message>
    <message>
      <source>On its way</source>
      <translation>En route</translation>
    </message>
    <message>
      <source>On the server</source>
      <translation>Sur le serveur</translation>
    </message>
    <message>
      <source>Only here</source>
      <translation>Ici seulement</translation>
    </message>
    <message>
      <source>Only yours</source>
      <translation>Pour vous seul</translation>
    </message>
    <message>
      <source>Passphrase</source>
      <translation>Phrase secrète</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Mettre en pause</translation>
    </message>
    <message>
      <source>Pause or resume the sync</source>
      <translation>Mettre en pause ou reprendre la synchronisation</translation>
    </message>
    <message>
      <source>Prove my data is whole</source>
      <translation>Vérifier que mes données sont complètes</translation>
    </message>
    <message>
      <source>Receipt</source>
      <translation>Suivi</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>Fiche</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Reprendre</translation>
    </message>
    <message>
      <source>Retry now</source>
      <translation>Réessayer</translation>
    </message>
    <message>
      <source>Rows</source>
      <translation>Lignes</translation>
    </message>
    <message>
      <source>Save the diagnostics</source>
      <translation>Enregistrer le diagnostic</translation>
    </message>
    <message>
      <source>Save the file</source>
      <translation>Enregistrer le fichier</translation>
    </message>
    <message>
      <source>Saved here {time}</source>
      <translation>Enregistré ici : {time}</translation>
    </message>
    <message>
      <source>Saved in {name}</source>
      <translation>Enregistré dans {name}</translation>
    </message>
    <message>
      <source>Save…</source>
      <translation>Enregistrer…</translation>
    </message>
    <message>
      <source>Schedule and patients of {place}</source>
      <translation>Agenda et patients de {place}</translation>
    </message>
    <message>
      <source>Something newer than this program</source>
      <translation>Plus récent que ce programme</translation>
    </message>
    <message>
      <source>Something still differs from the server</source>
      <translation>Il reste une différence avec le serveur</translation>
    </message>
    <message>
      <source>State</source>
      <translation>État</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Arrêter</translation>
    </message>
    <message>
      <source>Stopped. Nothing was changed by it.</source>
      <translation>Arrêté. Rien n’a été modifié.</translation>
    </message>
    <message>
      <source>Sync status</source>
      <translation>Synchronisation</translation>
    </message>
    <message>
      <source>The check could not be done</source>
      <translation>La vérification n’a pas pu se faire</translation>
    </message>
    <message>
      <source>The file on this computer is damaged</source>
      <translation>Le fichier de cet ordinateur est abîmé</translation>
    </message>
    <message>
      <source>The file will hold {what}. It opens with this passphrase alone, for you alone: without it nobody can read the file again.</source>
      <translation>Le fichier contiendra {what}. Il s’ouvre avec cette seule phrase secrète, pour vous seul : sans elle, personne ne pourra le relire.</translation>
    </message>
    <message>
      <source>The passphrase of the file</source>
      <translation>La phrase secrète du fichier</translation>
    </message>
    <message>
      <source>The same again</source>
      <translation>La même encore une fois</translation>
    </message>
    <message>
      <source>The server could not be asked</source>
      <translation>Le serveur n’a pas pu être interrogé</translation>
    </message>
    <message>
      <source>The server has everything you did</source>
      <translation>Le serveur a tout ce que vous avez fait</translation>
    </message>
    <message>
      <source>The server has everything you did.</source>
      <translation>Le serveur a tout ce que vous avez fait.</translation>
    </message>
    <message>
      <source>The server waits for an earlier change first</source>
      <translation>Le serveur attend d’abord une modification précédente</translation>
    </message>
    <message>
      <source>The two are not the same.</source>
      <translation>Les deux ne sont pas identiques.</translation>
    </message>
    <message>
      <source>There is nothing to save</source>
      <translation>Il n’y a rien à enregistrer</translation>
    </message>
    <message numerus="yes">
      <source>Too short: at least %n letter(s).</source>
      <translation>
        <numerusform>Trop courte : au moins %n lettre.</numerusform>
        <numerusform>Trop courte : au moins %n lettres.</numerusform>
      </translation>
    </message>
    <message>
      <source>Tries</source>
      <translation>Essais</translation>
    </message>
    <message>
      <source>Try again when the connection is back</source>
      <translation>Réessayer au retour de la connexion</translation>
    </message>
    <message>
      <source>Try everything again</source>
      <translation>Tout réessayer</translation>
    </message>
    <message>
      <source>Waits for another change to be decided</source>
      <translation>Attend la décision sur une autre modification</translation>
    </message>
    <message>
      <source>What</source>
      <translation>Quoi</translation>
    </message>
    <message>
      <source>What you do is listed here until the server has confirmed it.</source>
      <translation>Ce que vous faites figure ici jusqu’à la confirmation du serveur.</translation>
    </message>
    <message>
      <source>Which changes</source>
      <translation>Quelles modifications</translation>
    </message>
    <message>
      <source>Your changes</source>
      <translation>Vos modifications</translation>
    </message>
    <message>
      <source>Your data is whole</source>
      <translation>Vos données sont complètes</translation>
    </message>
    <message>
      <source>Your data is whole again</source>
      <translation>Vos données sont de nouveau complètes</translation>
    </message>
    <message>
      <source>a clinic</source>
      <translation>une clinique</translation>
    </message>
    <message>
      <source>about {time}</source>
      <translation>vers : {time}</translation>
    </message>
    <message>
      <source>nothing</source>
      <translation>rien</translation>
    </message>
    <message>
      <source>nothing missing, the same as on the server</source>
      <translation>rien ne manque, comme sur le serveur</translation>
    </message>
    <message>
      <source>on the server {time}</source>
      <translation>sur le serveur : {time}</translation>
    </message>
    <message>
      <source>sent {time}</source>
      <translation>envoyé : {time}</translation>
    </message>
    <message>
      <source>soon</source>
      <translation>bientôt</translation>
    </message>
    <message numerus="yes">
      <source>the oldest %n change(s) not on the server yet</source>
      <translation>
        <numerusform>la plus ancienne modification pas encore sur le serveur (%n)</numerusform>
        <numerusform>les %n plus anciennes modifications pas encore sur le serveur</numerusform>
      </translation>
    </message>
    <message>
      <source>the server has it</source>
      <translation>le serveur l’a</translation>
    </message>
    <message>
      <source>tried {time}</source>
      <translation>essayé : {time}</translation>
    </message>
    <message>
      <source>{count} rows checked here</source>
      <translation>{count} lignes vérifiées ici</translation>
    </message>
    <message>
      <source>{drafts} and {cards}</source>
      <translation>{drafts} et {cards}</translation>
    </message>
    <message>
      <source>{what}. They stay here as well.</source>
      <translation>{what}. Ils restent ici aussi.</translation>
    </message>
  </context>
</TS>
